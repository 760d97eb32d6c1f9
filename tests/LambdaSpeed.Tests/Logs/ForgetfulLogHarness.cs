using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A disk that does not keep what it has promised: another one is there after each opening, without locks.</summary>
internal sealed class ForgetfulLogHarness : LogHarness
{
    private static readonly string[] _kept =
        ["Offsets_AreDense_InEachPartition", "Tail_ThatIsTorn_IsCutOff", "Keys_KeepTheirPartition"];

    /// <summary>Does a clause hold all the same?</summary>
    public static bool Keeps(string clause) => _kept.Contains(clause);

    public override Task<ReplayLog> OpenAsync(ReplayLogOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(ReplayLog.Open(new SimulatedDisk().Open(), options with { Access = LogAccess.Write }));

    public override Task CrashAsync(ReplayLog log)
    {
        log.Close();
        return Task.CompletedTask;
    }
}
