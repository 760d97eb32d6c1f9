using LambdaSpeed.State;
using LambdaSpeed.Tasks;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Tasks;

/// <summary>What workers do between steps.</summary>
public sealed class WorkerPoolTests : IDisposable
{
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly TaskCompletionSource<Worker> _busy = new();
    private readonly TaskCompletionSource _done = new();
    private Worker? _helper; // who did the first part

    public void Dispose() => _mayGoOn.Dispose();

    /// <summary>A slice is taken over from a worker in a long step, which meanwhile finds nothing to do and parks: the slice's rest,
    /// put back for it, is not left lying.</summary>
    [Fact]
    public async Task SliceTakenOverFromAWorker_ThatParksMeanwhile_IsGoneOnWith()
    {
        var topology = new TopologyBuilder("assisted");
        topology.AddSpout("busy", new LambdaSpout(_ => StayLong())).Ignore();
        topology.AddSpout("silent", new FedSpout<long>()).Ignore(); // there are no more workers than tasks
        var threads = new CapturedThreads();
        var plan = ExecutionPlan.For(topology.Build(), new() { Workers = 2 });
        await using var attempt = new RunAttempt(plan, new EpochPublication(), new Dictionary<string, IRealtimeView>(), threads);
        await attempt.OpenAsync(RunFixture.Cancel);
        attempt.Start(journal: null);
        var busy = await _busy.Task.WaitAsync(RunFixture.Patience, RunFixture.Cancel);
        await Task.Delay(10, RunFixture.Cancel); // the step is a long one by now

        var calls = 0;
        threads.Pool!.Assist(() => ++calls == 1 ? LetPark(busy) : !_done.TrySetResult(), busy.ThreadId);

        await _done.Task.WaitAsync(RunFixture.Patience, RunFixture.Cancel);
        Assert.Equal(2, calls);
        Assert.NotSame(busy, _helper);
    }

    private SpoutStatus StayLong()
    {
        _busy.TrySetResult(Worker.Current!);
        _mayGoOn.Wait(RunFixture.Patience);
        return SpoutStatus.Idle;
    }

    /// <summary>The first part of the slice, by the other worker.</summary>
    private bool LetPark(Worker busy)
    {
        _helper = Worker.Current;
        _mayGoOn.Set();
        return SpinWait.SpinUntil(() => busy.IsParked, RunFixture.Patience);
    }

    private sealed class CapturedThreads : IRunThreads
    {
        private readonly RunThreads _inner = RunThreads.Instance;

        public ITaskPool? Pool { get; private set; }

        public TimeProvider NewTimers(TimeProvider clock) => _inner.NewTimers(clock);

        public ITaskPool NewPool(string name, int workers, IRunControl run, TimeProvider timers, SpeedLayerOptions options) =>
            Pool = _inner.NewPool(name, workers, run, timers, options);

        public void Run(Action work) => _inner.Run(work);
    }
}
