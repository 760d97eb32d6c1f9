using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.DependencyInjection;

/// <summary>Every kind of component can be given by its type: each task has one of its own, which lives as long as the task.</summary>
public sealed class ComponentsByTypeTests
{
    private readonly Tally _tally = new();

    [Fact]
    public async Task Spout_ByType_IsMadeForEachTask_AndDisposedWithTheRun()
    {
        await using var run = await RunAsync(builder => Count(builder.AddSpout<TalliedSpout, long>("numbers", parallelism: 2)));

        Assert.Equal((2, 2, 0), (_tally.Made, _tally.Disposed, _tally.Open));
        Assert.Equal(2, Counts(run)[3]);
    }

    [Fact]
    public async Task KeyedBolt_ByType_IsMadeForEachTask_AndDisposedWithTheRun()
    {
        await using var run = await RunAsync(builder => Count(Numbers(builder).GroupBy(x => x)
            .Then<TalliedKeyedBolt, long>("keyed", parallelism: 2)));

        Assert.Equal((2, 2, 0), (_tally.Made, _tally.Disposed, _tally.Open));
        Assert.Equal(10, Counts(run).Count);
    }

    [Fact]
    public async Task TwoInputBolt_ByType_IsMadeForEachTask_AndDisposedWithTheRun()
    {
        await using var run = await RunAsync(builder => Count(builder.AddBolt<TalliedJoin, long, long, long>("join", parallelism: 2)
            .First(Numbers(builder)).Second(Numbers(builder, "more")).Output));

        Assert.Equal((2, 2, 0), (_tally.Made, _tally.Disposed, _tally.Open));
        Assert.Equal((1, 1), (Counts(run)[3], Counts(run)[-3]));
    }

    [Fact]
    public async Task BoltToConnect_ByType_IsMadeForEachTask_AndDisposedWithTheRun()
    {
        await using var run = await RunAsync(builder =>
            Count(builder.AddBolt<TalliedBolt, long, long>("bolt", parallelism: 2).From(Numbers(builder)).Output));

        Assert.Equal((2, 2, 0), (_tally.Made, _tally.Disposed, _tally.Open));
        Assert.Equal(1, Counts(run)[3]);
    }

    [Fact]
    public async Task Restart_OfAKeyedBoltByType_HasAScopeOfItsOwn()
    {
        await using var run = await RunAsync(builder => Count(builder.AddSpout("numbers", () => new FlakySpout(10, 5, _tally.MayFail))
            .GroupBy(x => x).Then<TalliedKeyedBolt, long>("keyed")), new() { Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) } });

        Assert.Equal((1, 2, 2), (run.Restarts, _tally.Made, _tally.Disposed));
    }

    [Fact]
    public async Task Singleton_GivenToTwoTasks_IsRefused()
    {
        await using var services = new ServiceCollection().AddSingleton(_tally).AddSingleton<TalliedSpout>().BuildServiceProvider();
        var builder = new TopologyBuilder("by-type", services);
        builder.AddSpout<TalliedSpout, long>("numbers", parallelism: 2).Ignore();

        var refusal = await Assert.ThrowsAsync<TaskFailedException>(() => builder.StartAsync());

        Assert.Contains("as transient", refusal.Message, StringComparison.Ordinal);
    }

    private static ProcessedStream<RawRecord, long> Numbers(TopologyBuilder builder, string name = "numbers") =>
        builder.AddSpout(name, Spouts.Generate(x => x, 10));

    private static void Count(Stream<long> stream) => stream.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();

    private static Dictionary<long, long> Counts(TopologyRun run) => run.View(new ViewName<long, long>("counts")).Content();

    private async Task<TopologyRun> RunAsync(Action<TopologyBuilder> wire, SpeedLayerOptions? options = null)
    {
        await using var services = new ServiceCollection().AddSingleton(_tally)
            .AddTransient<TalliedSpout>().AddTransient<TalliedBolt>().AddScoped<TalliedKeyedBolt>().AddTransient<TalliedJoin>()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        var builder = new TopologyBuilder("by-type", services);
        wire(builder);
        var run = await builder.RunToEndAsync(options);
        Assert.Equal(_tally.Made, _tally.Disposed); // before the provider goes
        return run;
    }

    /// <summary>Counts what was made, opened and disposed.</summary>
    internal sealed class Tally
    {
        private int _made;
        private int _disposed;
        private int _open;
        private int _failures;

        public int Made => Volatile.Read(ref _made);

        public int Disposed => Volatile.Read(ref _disposed);

        public int Open => Volatile.Read(ref _open);

        public void NoteMade() => Interlocked.Increment(ref _made);

        public void NoteDisposed() => Interlocked.Increment(ref _disposed);

        public void NoteOpened() => Interlocked.Increment(ref _open);

        public void NoteClosed() => Interlocked.Decrement(ref _open);

        public bool MayFail() => Interlocked.Increment(ref _failures) == 1;
    }

    internal sealed class TalliedSpout : Spout<long>, IDisposable
    {
        private readonly Tally _tally;

        public TalliedSpout(Tally tally)
        {
            _tally = tally;
            tally.NoteMade();
        }

        public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
        {
            _tally.NoteOpened();
            return base.OpenAsync(context, cancellationToken);
        }

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            output.Emit(3);
            return SpoutStatus.Ended;
        }

        public override ValueTask CloseAsync()
        {
            _tally.NoteClosed();
            return base.CloseAsync();
        }

        public void Dispose() => _tally.NoteDisposed();
    }

    internal sealed class TalliedBolt : Bolt<long, long>, IDisposable
    {
        private readonly Tally _tally;

        public TalliedBolt(Tally tally)
        {
            _tally = tally;
            tally.NoteMade();
        }

        public override void Execute(long input, Emitter<long> output) => output.Emit(input);

        public void Dispose() => _tally.NoteDisposed();
    }

    internal sealed class TalliedKeyedBolt : KeyedBolt<long, long, long>, IDisposable
    {
        private readonly Tally _tally;

        public TalliedKeyedBolt(Tally tally)
        {
            _tally = tally;
            tally.NoteMade();
        }

        public override void Execute(long key, long input, Emitter<long> output) => output.Emit(input);

        public void Dispose() => _tally.NoteDisposed();
    }

    internal sealed class TalliedJoin : TwoInputBolt<long, long, long>, IDisposable
    {
        private readonly Tally _tally;

        public TalliedJoin(Tally tally)
        {
            _tally = tally;
            tally.NoteMade();
        }

        public override void ExecuteFirst(long input, Emitter<long> output) => output.Emit(input);

        public override void ExecuteSecond(long input, Emitter<long> output) => output.Emit(-input);

        public void Dispose() => _tally.NoteDisposed();
    }
}
