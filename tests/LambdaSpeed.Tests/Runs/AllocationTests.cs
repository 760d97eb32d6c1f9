using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Steady state: once tables, chunks and undo segments have their size, tuples allocate nothing.</summary>
[Collection(nameof(QuietCollection))]
public sealed class AllocationTests
{
    private const int Tuples = 2_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task KeyedCount_InSteadyState_AllocatesLessThanAByteATuple(int spouts, int tasks)
    {
        var allocated = await MeasureAsync(spouts, builder => builder
            .GroupBy(number => number & 0xFFFF)
            .Aggregate("counts", a => a.Count(), tasks)
            .ToView());

        Assert.InRange(allocated / Tuples, 0, 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task FiveMapsAndASum_InSteadyState_AllocatesLessThanAByteATuple(int spouts, int tasks)
    {
        var allocated = await MeasureAsync(spouts, builder => builder
            .Select(number => number + 1).Select(number => number ^ 3).Select(number => number * 7).Select(number => number - 2)
            .Select(number => number ^ 5)
            .GroupBy(number => number & 1023)
            .Aggregate("sums", a => a.Sum(number => number), tasks)
            .ToView());

        Assert.InRange(allocated / Tuples, 0, 1);
    }

    /// <summary>What is held when an epoch ends is copied, once for each epoch; nothing else is allocated.</summary>
    [Theory]
    [InlineData(true, Tuples)]
    [InlineData(false, Tuples / 20)]
    public async Task AsyncBolt_InSteadyState_AllocatesNothingForATuple(bool completesAtOnce, int tuples)
    {
        using var outside = new PooledCalls(completesAtOnce);
        var allocated = await MeasureAsync(1, numbers => numbers
            .Then("calls", () => new PooledCalls.CallingBolt(outside), new AsyncOptions { MaxConcurrency = 8 })
            .GroupBy(number => number & 1023).Aggregate("counts", a => a.Count()).ToView(), tuples);

        Assert.InRange(allocated / tuples, 0, 8);
    }

    /// <summary>Bytes allocated while the second half of the tuples flows, in ten epochs or so, however long that takes; the spouts halt
    /// between the halves.</summary>
    private static async Task<double> MeasureAsync(int spouts, Action<Stream<long>> describe, int tuples = Tuples)
    {
        var half = new HalvedSpout.Halves(spouts);
        var builder = new TopologyBuilder("allocations");
        describe(builder.AddSpout("numbers", () => new HalvedSpout(half, tuples / spouts), spouts));
        var options = new SpeedLayerOptions { EpochInterval = TimeSpan.FromHours(1), EpochTuples = tuples / 10 };
        await using var run = await SpeedLayer.StartAsync(builder.Build(), options, Cancel);

        await half.FirstDone.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        for (var i = 0; i < 5; i++) await run.PublishAsync(Cancel);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        half.StartSecond();
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private sealed class HalvedSpout(HalvedSpout.Halves halves, int half) : Spout<long>
    {
        private int _emitted;  // of both halves
        private bool _isReported; // the first half has been reported

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (_emitted == half && !halves.IsSecondStarted)
            {
                if (!_isReported) halves.Report(Context);
                _isReported = true;
                return SpoutStatus.Idle;
            }
            for (var i = 0; i < limit && _emitted < 2 * half && (_emitted != half || halves.IsSecondStarted); i++) output.Emit(_emitted++ * 31L);
            return _emitted < 2 * half ? SpoutStatus.Ready : SpoutStatus.Ended;
        }

        public sealed class Halves(int spouts)
        {
            private readonly List<ComponentContext> _waiting = [];
            private readonly TaskCompletionSource _firstDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public Task FirstDone => _firstDone.Task;

            public volatile bool IsSecondStarted;

            public void Report(ComponentContext spout)
            {
                lock (_waiting)
                {
                    _waiting.Add(spout);
                    if (_waiting.Count == spouts) _firstDone.TrySetResult();
                }
            }

            public void StartSecond()
            {
                IsSecondStarted = true;
                foreach (var spout in _waiting) spout.Wake();
            }
        }
    }
}
