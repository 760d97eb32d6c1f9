using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LambdaSpeed.Tests.DependencyInjection;

public sealed class SpeedLayerHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_BoltByTypeAndViewByName_AreInjected()
    {
        await using var provider = Services(a => a.AddTransient<DoublingBolt>()).BuildServiceProvider();
        await provider.GetRequiredService<SpeedLayerHost>().StartAsync(Cancel);
        await provider.GetRequiredService<SpeedLayerHost>().Runs[0].Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var reader = ActivatorUtilities.CreateInstance<ViewReader>(provider);

        Assert.Equal(2, reader.View.Get(4));
    }

    [Fact]
    public async Task StartAsync_BoltNotRegistered_ReportsComponentAndRemedy()
    {
        await using var provider = Services(_ => { }).BuildServiceProvider();

        var thrown = await Assert.ThrowsAsync<TopologyException>(() => provider.GetRequiredService<SpeedLayerHost>().StartAsync(Cancel));

        var problem = Assert.Single(thrown.Problems);
        Assert.Equal("double", problem.Component);
        Assert.Contains("AddTransient<DoublingBolt>", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_BeforeStart_SaysSo()
    {
        await using var provider = Services(a => a.AddTransient<DoublingBolt>()).BuildServiceProvider();
        var reader = ActivatorUtilities.CreateInstance<ViewReader>(provider);

        var thrown = Assert.Throws<InvalidOperationException>(() => reader.View.Get(4));

        Assert.Contains("StartAsync", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InjectedView_ReadByABolt_WhileALaterTopologyStarts_IsFound()
    {
        var services = new ServiceCollection();
        services.AddTransient<EnrichingBolt>();
        var opens = new TaskCompletionSource();
        services.AddLambdaSpeed()
            .AddTopology("reference", (_, topology) => topology.AddSpout("numbers", () => new ArraySpout([1]))
                .GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView())
            .AddTopology("main", (_, topology) => topology.AddSpout("numbers", () => new ArraySpout([1]))
                .Then<EnrichingBolt, long>("enrich").Ignore())
            .AddTopology("slow", (_, topology) => topology.AddSpout("numbers", () => new SlowlyOpeningSpout(opens.Task)).Ignore());
        await using var provider = services.BuildServiceProvider();
        var host = provider.GetRequiredService<SpeedLayerHost>();
        var starting = host.StartAsync(Cancel);
        while (host.Runs.Count < 2) await Task.Delay(1, Cancel);
        await host.Runs[1].Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        opens.SetResult();
        await starting;

        Assert.Equal(["reference", "main", "slow"], host.Runs.Select(run => run.Topology.Name));
    }

    [Fact]
    public async Task InjectedView_ReadByABoltOfItsOwnTopology_IsFound()
    {
        var services = new ServiceCollection();
        services.AddTransient<EnrichingBolt>();
        services.AddLambdaSpeed().AddTopology("own", (_, topology) =>
        {
            var numbers = topology.AddSpout("numbers", () => new ArraySpout([1]));
            numbers.GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView();
            numbers.Then<EnrichingBolt, long>("enrich").Ignore();
        });
        for (var i = 0; i < 20; i++)
        {
            await using var provider = services.BuildServiceProvider();
            var host = provider.GetRequiredService<SpeedLayerHost>();
            await host.StartAsync(Cancel);
            await host.Runs[0].Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }
    }

    [Fact]
    public async Task StartAsync_OneTopologyFails_LeavesNothingBehind_AndMayBeTriedAgain()
    {
        var services = Services(a => a.AddTransient<DoublingBolt>());
        var opens = Task.FromException(new IOException("not yet"));
        services.AddLambdaSpeed().AddTopology("late", (_, topology) =>
            topology.AddSpout("numbers", () => new SlowlyOpeningSpout(opens)).Ignore());
        await using var provider = services.BuildServiceProvider();
        var (host, reader) = (provider.GetRequiredService<SpeedLayerHost>(), ActivatorUtilities.CreateInstance<ViewReader>(provider));
        await Assert.ThrowsAsync<TaskFailedException>(() => host.StartAsync(Cancel));
        Assert.Empty(host.Runs);
        Assert.Throws<InvalidOperationException>(() => reader.View.Get(4));

        opens = Task.CompletedTask;
        await host.StartAsync(Cancel);
        await host.Runs[0].Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(2, reader.View.Get(4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BoltByType_IsDisposedWithItsRun_NotWithTheProvider(bool isScoped)
    {
        var tally = new Tally();
        var services = new ServiceCollection();
        services.AddSingleton(tally);
        if (isScoped) services.AddScoped<DisposableBolt>();
        else services.AddTransient<DisposableBolt>();
        services.AddLambdaSpeed().AddTopology("disposables", (_, topology) =>
            topology.AddSpout("numbers", () => new ArraySpout([1])).Then<DisposableBolt, int>("bolt", parallelism: 2).Ignore());
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        var host = provider.GetRequiredService<SpeedLayerHost>();
        await host.StartAsync(Cancel);
        await host.Runs[0].Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal((2, 2), (tally.Made, tally.Disposed));
    }

    [Fact]
    public async Task Provider_DisposedSynchronously_StopsTheRuns()
    {
        var provider = Services(a => a.AddTransient<DoublingBolt>()).BuildServiceProvider();
        var host = provider.GetRequiredService<SpeedLayerHost>();
        await host.StartAsync(Cancel);

        await Task.Run(provider.Dispose, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.True(host.Runs[0].Completion.IsCompleted);
    }

    [Fact]
    public async Task View_OfHostWithoutTopologies_SaysSo()
    {
        await using var provider = new ServiceCollection().AddLambdaSpeed().Services.BuildServiceProvider();
        var host = provider.GetRequiredService<SpeedLayerHost>();
        await host.StartAsync(Cancel);

        var thrown = Assert.Throws<InvalidOperationException>(() => host.View(new ViewName<int, long>("counts")));

        Assert.Contains("no topology was added", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_AfterStart_OrStop_SaysWhich()
    {
        await using var provider = Services(a => a.AddTransient<DoublingBolt>()).BuildServiceProvider();
        var host = provider.GetRequiredService<SpeedLayerHost>();
        await host.StopAsync(Cancel);
        await host.StartAsync(Cancel);

        var again = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Cancel));
        await host.StopAsync(Cancel);
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Cancel));

        Assert.Contains("started already", again.Message, StringComparison.Ordinal);
        Assert.Contains("was stopped", stopped.Message, StringComparison.Ordinal);
    }

    private static ServiceCollection Services(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLambdaSpeed().AddTopology("numbers", (_, topology) => topology
            .AddSpout("numbers", () => new ArraySpout([1, 2, 2, 3]))
            .Then<DoublingBolt, int>("double")
            .GroupBy(number => number)
            .Aggregate("counts", a => a.Count())
            .ToView());
        configure(services);
        return services;
    }

    internal sealed class DoublingBolt : Bolt<int, int>
    {
        public override void Execute(int input, Emitter<int> output) => output.Emit(input * 2);
    }

    private sealed class ViewReader([FromKeyedServices("counts")] IView<int, long> view)
    {
        public IView<int, long> View => view;
    }

    internal sealed class EnrichingBolt([FromKeyedServices("counts")] IView<int, long> view) : Bolt<int, long>
    {
        public override void Execute(int input, Emitter<long> output) => output.Emit(view.Get(input));
    }

    internal sealed class Tally
    {
        private int _made;
        private int _disposed;

        public int Made => Volatile.Read(ref _made);

        public int Disposed => Volatile.Read(ref _disposed);

        public void NoteMade() => Interlocked.Increment(ref _made);

        public void NoteDisposed() => Interlocked.Increment(ref _disposed);
    }

    internal sealed class DisposableBolt : Bolt<int, int>, IDisposable
    {
        private readonly Tally _tally;

        public DisposableBolt(Tally tally)
        {
            _tally = tally;
            tally.NoteMade();
        }

        public override void Execute(int input, Emitter<int> output) => output.Emit(input);

        public void Dispose() => _tally.NoteDisposed();
    }

    private sealed class SlowlyOpeningSpout(Task opens) : Spout<int>
    {
        public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
        {
            await base.OpenAsync(context, cancellationToken);
            await opens;
        }

        public override SpoutStatus Next(SpoutEmitter<int> output, int limit) => SpoutStatus.Ended;
    }

    private sealed class ArraySpout(int[] numbers) : Spout<int>
    {
        public override SpoutStatus Next(SpoutEmitter<int> output, int limit)
        {
            output.Emit(numbers);
            return SpoutStatus.Ended;
        }
    }
}
