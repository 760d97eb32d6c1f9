using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Dead letters kept in a log: each once, also across an end without warning, and readable again with all they say.</summary>
public sealed class DeadLetterLogTests : IDisposable
{
    private const int Count = 3000;

    private static readonly DeadLetterCodec<long> LetterCodec = new(Codec.Int64);

    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-letters-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Letters_AreInTheLogOnce_AfterRunsThatWereCutOff(int parallelism)
    {
        for (var start = 1; start <= 4; start++)
        {
            await using var source = await OpenAsync("source");
            await using var letters = await OpenAsync("letters");
            if (start == 1) Append(source);
            await using var run = await Build(source, letters, parallelism, untilEnd: start == 4).StartAsync(Options());
            if (start == 4) await run.Within(run.Completion);
            else
            {
                await run.Until(() => run.View(new ViewName<long, long>("counts")).Get(0) > 400 * start);
                await run.Within(run.AbortAsync());
            }
        }

        var found = await ReadAsync();

        Assert.Equal(Enumerable.Range(0, Count).Where(IsPoison).Select(x => (long)x), found.Select(letter => letter.Tuple).Order());
        Assert.All(found, letter => Assert.Equal(("failing", typeof(TestFailure).FullName, $"on {letter.Tuple}", 2), (letter.Component, letter.ExceptionType, letter.Message, letter.Attempts)));
        Assert.All(found, letter => Assert.Equal(letter.Tuple, (letter.Position!.Value.Offset * 2) + letter.Position.Value.Partition));
        Assert.All(found, letter => Assert.Contains(nameof(Build), letter.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Letters_AreTheSourceOfARepair()
    {
        await using (var source = await OpenAsync("source"))
        await using (var letters = await OpenAsync("letters"))
        {
            Append(source);
            await using var run = await Build(source, letters, parallelism: 1, untilEnd: true).StartAsync(Options());
            await run.Within(run.Completion);
        }
        await using var kept = await OpenAsync("letters");
        var repair = new TopologyBuilder("repair");
        var repaired = repair.AddSpout("letters", kept.AsSpout(LetterCodec, untilEnd: true))
            .GroupBy(letter => letter.Component).Aggregate("repaired", a => a.Sum(letter => letter.Tuple)).ToView();

        await using var again = await repair.RunToEndAsync();

        Assert.Equal(Enumerable.Range(0, Count).Where(IsPoison).Sum(), again.View(repaired).Get("failing"));
    }

    private static bool IsPoison(int x) => x % 7 == 3;

    private static TopologyBuilder Build(ReplayLog source, ReplayLog letters, int parallelism, bool untilEnd)
    {
        var builder = new TopologyBuilder("letters");
        var passed = builder.AddSpout("numbers", source.AsSpout(Codec.Int64, untilEnd: untilEnd), parallelism).Then<long>("failing", (x, output) =>
        {
            output.Emit(x);
            if (IsPoison((int)x)) throw new TestFailure($"on {x}");
        }, options: new() { OnFailure = TupleFailurePolicy.DeadLetter, Retry = new() { MaxRetries = 1, FirstDelay = TimeSpan.Zero } }, parallelism: parallelism);
        passed.GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        passed.DeadLetters().ToLog("letters", letters, letter => letter.Component);
        return builder;
    }

    private SpeedLayerOptions Options() => new()
    {
        Checkpoints = CheckpointStore.InDirectory(Path.Combine(_path, "checkpoints")),
        EpochInterval = TimeSpan.FromMilliseconds(1),
        ChunkSize = 4,
        TracksPositions = true,
    };

    private async Task<ReplayLog> OpenAsync(string name) =>
        await ReplayLog.OpenAsync(Path.Combine(_path, name), new() { Partitions = 2, SegmentBytes = 16 * 1024 }, RunFixture.Cancel);

    private static void Append(ReplayLog log)
    {
        for (var i = 0; i < Count; i++)
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            Codec.Int64.Write(bytes, i);
            log.Append(i % 2, new LogEntry(bytes.WrittenSpan));
        }
    }

    private async Task<List<DeadLetter<long>>> ReadAsync()
    {
        await using var log = await OpenAsync("letters");
        var found = new List<DeadLetter<long>>();
        for (var partition = 0; partition < 2; partition++)
        {
            using var reader = log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                found.Add(LetterCodec.Read(ref bytes));
                Assert.True(bytes.IsEmpty);
            }
        }
        return found;
    }
}
