using LambdaSpeed.Edges;
using LambdaSpeed.Streams;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Edges;

/// <summary>Chunks are as large as their receiver asks for.</summary>
[Collection(nameof(QuietCollection))] // what others allocate meanwhile would count
public sealed class AskedChunkTests
{
    /// <summary>What the edge has no room for is kept in large chunks, and cut when there is room: in order, with its times, the signal
    /// behind it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void WhatIsKept_IsCut_InOrder(int wanted)
    {
        var channel = new EdgeChannel<string>("edge", 2, new Sleeper(), new Sleeper()) { Wanted = wanted };
        var writer = new EdgeWriter<string>(channel, new ChunkPool<string>(64, carriesStamps: true, kept: 8), new OutputGate());
        for (var i = 0; i < 200; i++) writer.Add($"{i}", new TupleStamp { EventTime = i });
        writer.Flush(isIdle: true);
        writer.Signal(Signal.Barrier(new EpochId(1)));

        var read = new List<(string, long)>();
        var largest = 0;
        var barrierAt = -1;
        for (var isLeft = true; isLeft || channel.Depth > 0;)
        {
            while (channel.TryRead(out var message))
            {
                var chunk = message.Chunk;
                for (var i = 0; i < (chunk?.Count ?? 0); i++) read.Add((chunk!.Items[i], chunk.Stamps![i].EventTime));
                largest = Math.Max(largest, chunk?.Count ?? 0);
                if (message.Signal.Kind == SignalKind.Barrier) barrierAt = read.Count;
            }
            isLeft = !writer.TrySendKept();
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => ($"{i}", (long)i)), read);
        Assert.Equal(200, barrierAt);
        Assert.Equal(Math.Min(wanted, 64), largest);
    }

    /// <summary>A barrier behind a slow bolt waits for some tuples, not for all that fits on an edge.</summary>
    [Fact]
    public async Task SlowBolt_HoldsUpNoEpoch()
    {
        var topology = new TopologyBuilder("slow");
        var view = topology.AddSpout("numbers", Spouts.Generate(i => i))
            .Shuffle()
            .Then<long>("slow", (number, output) =>
            {
                Thread.Sleep(2);
                output.Emit(number);
            }, parallelism: 1, new ComponentOptions { OwnThread = true })
            .GroupBy(number => number % 10)
            .Aggregate("counts", a => a.Count())
            .ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), cancellationToken: RunFixture.Cancel);

        await run.Until(() => run.Component("slow").TuplesRead >= 200);
        for (var i = 0; i < 20; i++)
        {
            var emitted = run.Component("numbers").TuplesRead; // first: what is read in between only lessens the difference
            Assert.True(emitted - run.Component("slow").TuplesRead <= 200); // 8,192 and more when edges take what they hold
            await Task.Delay(2, RunFixture.Cancel);
        }

        await run.Within(run.PublishAsync(RunFixture.Cancel));
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.True(run.View(view).All().Sum(pair => pair.Value) > 0);
    }

    /// <summary>A small stream is spread as well as a large one.</summary>
    [Fact]
    public async Task Shuffle_SpreadsAFewTuples()
    {
        var topology = new TopologyBuilder("few");
        var view = topology.AddSpout("numbers", Spouts.FromArray([.. Enumerable.Range(0, 200).Select(i => (long)i)]))
            .Shuffle()
            .Then("tasks", () => new TaskNamer(), parallelism: 4, new ComponentOptions { OwnThread = true })
            .GroupBy(task => task)
            .Aggregate("by-task", a => a.Count())
            .ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), cancellationToken: RunFixture.Cancel);
        await run.Completion;

        var counts = run.View(view).All().Select(pair => pair.Value).ToList();
        Assert.Equal(4, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 35, 65));
    }

    /// <summary>Pairs of tasks that hand over nothing take no chunk.</summary>
    [Fact]
    public async Task WideExchange_TakesLittleMemory()
    {
        var topology = new TopologyBuilder("wide");
        var view = topology.AddSpout("numbers", () => new OneNumber(), 64)
            .GroupBy(number => number)
            .Aggregate("counts", a => a.Count(), 64)
            .ToView();
        var before = GC.GetTotalAllocatedBytes();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), cancellationToken: RunFixture.Cancel);
        await run.Completion;

        Assert.Equal(64, run.View(view).All().Sum(pair => pair.Value));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 60L << 20); // with a chunk for each pair: 176 MB
    }

    private sealed class TaskNamer : Bolt<long, int>
    {
        private int _task; // this one

        public override void Open(ComponentContext context) => _task = context.TaskIndex;

        public override void Execute(long input, Emitter<int> output)
        {
            Thread.Sleep(2);
            output.Emit(_task);
        }
    }

    private sealed class OneNumber : Spout<long>
    {
        private bool _isDone; // it was emitted

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (_isDone) return SpoutStatus.Ended;
            _isDone = true;
            output.Emit(Context!.TaskIndex);
            return SpoutStatus.Ready;
        }
    }
}
