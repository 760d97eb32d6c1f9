using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>One of two inputs ends around a barrier: what it brought counts once, then and after a restart.</summary>
public sealed class InputEndTests
{
    private const int Short = 10;
    private const int Long = 1000;

    private readonly ICheckpointStore _store = CheckpointStore.InMemory();

    public enum Moment
    {
        BeforeTheBarrier,
        WithTheBarrier,
        AfterTheBarrier,
    }

    [Theory]
    [InlineData(Moment.BeforeTheBarrier, 1, true)]
    [InlineData(Moment.BeforeTheBarrier, 2, false)]
    [InlineData(Moment.WithTheBarrier, 1, false)]
    [InlineData(Moment.WithTheBarrier, 2, true)]
    [InlineData(Moment.WithTheBarrier, 2, false)]
    [InlineData(Moment.AfterTheBarrier, 1, false)]
    [InlineData(Moment.AfterTheBarrier, 2, true)]
    public async Task Input_EndingAroundABarrier_CountsOnce(Moment moment, int tasks, bool isKeptByRun)
    {
        for (var attempt = 0; attempt < 10; attempt++) await TryOnceAsync(moment, tasks, isKeptByRun, $"inputs {attempt}");
    }

    private async Task TryOnceAsync(Moment moment, int tasks, bool isKeptByRun, string name)
    {
        var (ending, lasting) = (new AllowedSpout(Short), new AllowedSpout(Long));
        await using (var run = await Sum(name, ending, lasting, tasks, out var sums).StartAsync(new() { Checkpoints = _store }))
        {
            lasting.Allow(Long / 4);
            ending.Allow(moment == Moment.AfterTheBarrier ? Short / 2 : Short);
            if (moment == Moment.BeforeTheBarrier) await run.Until(() => ending.HasEnded);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            ending.Allow(Short);
            lasting.Allow(Long / 2);
            await run.Until(() => ending.HasEnded);
            await run.Until(() => run.View(sums).All().Sum(pair => pair.Value) == Short + (Long / 2));
            if (isKeptByRun)
            {
                lasting.Allow(Long);
                await run.Within(run.Completion);
                RequireAll(run, sums);
                return;
            }
            await run.AbortAsync();
        }

        (ending, lasting) = (new AllowedSpout(Short), new AllowedSpout(Long));
        ending.Allow(Short);
        lasting.Allow(Long);
        await using var next = await Sum(name, ending, lasting, tasks, out var again).RunToEndAsync(new() { Checkpoints = _store });
        RequireAll(next, again);
        Assert.Equal(0, next.Component("ending").TuplesRead); // its end was committed
    }

    private static TopologyBuilder Sum(string name, AllowedSpout ending, AllowedSpout lasting, int tasks, out ViewName<long, long> sums)
    {
        var topology = new TopologyBuilder(name);
        sums = topology.AddSpout("ending", ending).Merge(topology.AddSpout("lasting", lasting))
            .GroupBy(number => number)
            .Aggregate("counts", a => a.Count(), tasks)
            .ToView();
        return topology;
    }

    private static void RequireAll(TopologyRun run, ViewName<long, long> sums)
    {
        var content = run.View(sums).Content();
        Assert.Equal(Long, content.Count);
        Assert.All(content, pair => Assert.Equal(pair.Key < Short ? 2 : 1, pair.Value));
    }

    /// <summary>Emits the numbers from 0 as far as it is allowed to, and ends with the last one.</summary>
    private sealed class AllowedSpout(long count) : Spout<long>, IPositionedSpout
    {
        private long _allowed;
        private long _next;
        private volatile bool _hasEnded;

        public bool HasEnded => _hasEnded;

        public void Allow(long numbers)
        {
            Volatile.Write(ref _allowed, numbers);
            Context?.Wake();
        }

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            for (; limit > 0 && _next < Volatile.Read(ref _allowed); limit--, _next++) output.Emit(_next);
            _hasEnded = _next == count;
            return _hasEnded ? SpoutStatus.Ended : SpoutStatus.Idle;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = positions.Single().Offset;
    }
}
