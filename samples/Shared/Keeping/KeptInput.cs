using LambdaSpeed;
using Microsoft.Extensions.Logging;

namespace Samples.Shared.Keeping;

/// <summary>A folder that keeps what a program has taken in, and how far that was processed.</summary>
/// <remarks>Three things lie in it: <c>inputs</c>, a log of a single record that says what the folder was made for; <c>lines</c>, the log
/// of the lines; and <c>checkpoints</c>. Each is safe at any moment by itself, and each is made only when the one before it is.</remarks>
internal sealed class KeptInput : IAsyncDisposable
{
    private const int MostPartitions = 4;

    private readonly ReplayLog _inputs;

    private KeptInput(ReplayLog inputs, ReplayLog lines, ICheckpointStore checkpoints)
    {
        _inputs = inputs;
        Lines = lines;
        Checkpoints = checkpoints;
    }

    public ReplayLog Lines { get; }

    public ICheckpointStore Checkpoints { get; }

    /// <summary>Opens a folder; makes it when it is not there.</summary>
    /// <exception cref="UsageException">It was made for other input.</exception>
    public static async Task<KeptInput> OpenAsync(string folder, string program, IReadOnlyList<InputFile> files, ILoggerFactory warnings)
    {
        var wanted = new InputList(program, [.. files.Select(InputIdentity.Of)]);
        var inputs = await ReplayLog.OpenAsync(
            Path.Combine(folder, "inputs"), new() { Durability = LogDurability.EveryAppend, LoggerFactory = warnings });
        try
        {
            RequireSameInput(folder, inputs, wanted);
            var lines = await ReplayLog.OpenAsync(Path.Combine(folder, "lines"), new()
            {
                Partitions = Math.Min(files.Count, MostPartitions),
                SegmentBytes = 16 << 20, // a start reads the last segment: a small one is soon read
                MaxRecordBytes = 32 << 20,
                LoggerFactory = warnings,
            });
            var checkpoints = CheckpointStore.InDirectory(Path.Combine(folder, "checkpoints"), new() { SnapshotAfterBytes = 1 << 20 });
            return new KeptInput(inputs, lines, checkpoints);
        }
        catch
        {
            await inputs.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Lines.DisposeAsync();
        await _inputs.DisposeAsync();
    }

    private static void RequireSameInput(string folder, ReplayLog inputs, InputList wanted)
    {
        var codec = Codec.For<InputList>();
        using var reader = inputs.OpenReader(partition: 0);
        if (!reader.TryRead(out var record))
        {
            inputs.WriterOf(codec).Append(wanted);
            return;
        }
        var bytes = record.Value;
        if (codec.Read(ref bytes).DifferenceTo(wanted) is not { } difference) return;

        throw new UsageException($"--data names '{folder}', but {difference}; give it the input it was made for, or name another folder.");
    }
}
