using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>What fails as ordered is a source while it does not, and a run over one that fails counts each tuple once.</summary>
public sealed class FlakySourceTests : IDisposable
{
    private const int Numbers = 6000;
    private const int Keys = 100;

    private readonly LogFixture _fixture = new(new() { Partitions = 3, Durability = LogDurability.None });

    public static TheoryData<string> Clauses => [.. SourceContract.Clauses];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Source_WhileItDoesNotFail_KeepsItsContract(string clause)
    {
        await using var harness = new LogSourceHarness(inner => new FlakySource<long>(inner).AsSpout());
        await SourceContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Run_OverASourceThatFailsAtRandom_CountsEachTupleOnce(int seed)
    {
        for (var i = 0; i < Numbers; i++) _fixture.Log.Append(i % 3, new LogEntry(BitConverter.GetBytes((long)i)));
        var source = new FlakySource<long>(_fixture.Log.AsSpout(Codec.Int64, new LogSpoutOptions { UntilEnd = true }))
        {
            Opens = FaultPlan.Random(seed, 0.2), Seeks = FaultPlan.Random(~seed, 0.2), Polls = FaultPlan.Random(seed, 0.03),
            Syncs = FaultPlan.Random(seed, 0.3), Notices = FaultPlan.Random(seed, 0.5), MostAtATime = 40,
        };
        var checkpoints = CheckpointStore.InMemory();
        for (var starts = 1; ; starts++)
        {
            Assert.True(starts < 100, "no start has succeeded");
            if (await TryRunAsync(source, checkpoints)) break;
        }
        Assert.All([source.Opens, source.Seeks, source.Polls, source.Syncs, source.Notices], plan => Assert.True(plan.Calls > 3, "hardly called"));
        Assert.True(source.Polls.Faults > 2, $"{source.Polls.Faults} of {source.Polls.Calls} polls failed");
    }

    [Fact]
    public async Task FirstOpening_ThatFails_FailsTheStart_InEachOfTheWays()
    {
        var opened = 0;
        var source = new FlakySource<long>(() => new Opened(() => opened++)) { Opens = FaultPlan.First(3) };
        foreach (var (failure, hasOpened) in new[] { (typeof(InjectedFaultException), 0), (typeof(TaskCanceledException), 0), (typeof(InjectedFaultException), 1) })
        {
            Assert.IsType(failure, (await Assert.ThrowsAsync<TaskFailedException>(() => StartAsync(source))).InnerException);
            Assert.Equal(hasOpened, opened);
        }
        await using var run = await StartAsync(source);
        Assert.Equal(2, opened);
    }

    [Fact]
    public void Notices_AreLost_OrComeTwice()
    {
        var inner = new SharedSpout(count: 1);
        var source = new FlakySource<long>(() => inner) { Notices = FaultPlan.First(3) };
        var spout = (IPositionedSpout)source.AsSpout()();
        for (var epoch = 0; epoch < 4; epoch++) spout.OnCommitted([new(0, epoch)]);
        Assert.Equal([2, 2, 3], inner.Committed);
    }

    [Fact]
    public void Syncs_FailAsDisksDo()
    {
        var source = new FlakySource<long>(() => new SharedSpout()) { Syncs = FaultPlan.First(3) };
        var spout = (IPositionedSpout)source.AsSpout()();
        for (var sync = 0; sync < 3; sync++) Assert.Throws<IOException>(() => spout.MakeDurable([]));
        spout.MakeDurable([]);
    }

    /// <summary>A topology is told before it runs what the source within would tell it.</summary>
    [Fact]
    public void SourceThatOthersDivide_IsRefusedWhereItWouldBe()
    {
        var shared = new FlakySource<long>(Spouts.Shared("the consumer group 'billing'", () => new SharedSpout()));
        var builder = new TopologyBuilder("shared");
        builder.AddSpout("numbers", shared.AsSpout()).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        Assert.Contains("the consumer group 'billing'", Assert.Throws<TopologyException>(builder.Build).Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<ISharedSource>(shared.AsSpout()());
    }

    [Fact]
    public void SourceOfOneTask_IsRefusedWithMore()
    {
        var single = new FlakySource<long>(Spouts.FromEnumerable(Enumerable.Range(0, 3).Select(i => (long)i)));
        var builder = new TopologyBuilder("single");
        builder.AddSpout("numbers", single.AsSpout(), parallelism: 2).Ignore();
        Assert.Throws<TopologyException>(builder.Build);
    }

    [Fact]
    public void SourceWithoutPositions_IsRefused()
    {
        var source = new FlakySource<long>(() => new PushSpout<long>());
        Assert.Contains("PushSpout", Assert.Throws<ArgumentException>(() => source.AsSpout()()).Message, StringComparison.Ordinal);
    }

    private static Task<TopologyRun> StartAsync(FlakySource<long> source)
    {
        var builder = new TopologyBuilder("started");
        builder.AddSpout("numbers", source.AsSpout()).Ignore();
        return builder.StartAsync();
    }

    /// <summary>Runs to the end; false when the start failed.</summary>
    private static async Task<bool> TryRunAsync(FlakySource<long> source, ICheckpointStore checkpoints)
    {
        var builder = new TopologyBuilder("failing");
        var counts = builder.AddSpout("numbers", source.AsSpout(), parallelism: 2)
            .GroupBy(x => x % Keys).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        TopologyRun run;
        try
        {
            run = await builder.StartAsync(new()
            {
                Checkpoints = checkpoints, EpochTuples = 500, EpochInterval = TimeSpan.FromMilliseconds(5),
                Restart = new() { MaxRestarts = 1000, FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(2) },
            });
        }
        catch (LambdaSpeedException failure) when (failure is InjectedFaultException or { InnerException: InjectedFaultException or TaskCanceledException })
        {
            return false;
        }
        await using (run)
        {
            await run.Within(run.Completion);
            Assert.True(run.Restarts > 0, "nothing failed");
            Assert.Equal(Enumerable.Range(0, Keys).ToDictionary(key => (long)key, _ => (long)Numbers / Keys), run.View(counts).Content());
        }
        return true;
    }

    private sealed class Opened(Action opening) : Spout<long>, IPositionedSpout
    {
        public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
        {
            opening();
            return base.OpenAsync(context, cancellationToken);
        }

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit) => SpoutStatus.Idle;

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(0, 0));

        public void Seek(IReadOnlyCollection<LogPosition> positions)
        {
        }
    }
}
