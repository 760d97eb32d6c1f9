using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A log on a disk in memory, that loses what was not synced when the power goes.</summary>
internal sealed class SimulatedLogHarness(int seed, bool losesPower) : LogHarness
{
    private readonly SimulatedDisk _disk = new(seed);
    private readonly Random _random = new(seed);

    public override Task<ReplayLog> OpenAsync(ReplayLogOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(ReplayLog.Open(_disk.Open(), options));

    public override Task CrashAsync(ReplayLog log)
    {
        if (losesPower) _disk.Crash(_random);
        else _disk.Kill();
        try
        {
            log.Close(); // ends its timers; its files are dead
        }
        catch (Exception exception) when (exception is IOException or LogWriteException)
        {
            // as of a dead process
        }
        return Task.CompletedTask;
    }
}
