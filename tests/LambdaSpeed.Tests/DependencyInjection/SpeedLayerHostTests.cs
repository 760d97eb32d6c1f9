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
        await provider.GetRequiredService<SpeedLayerHost>().Runs[0].Completion.WaitAsync(TimeSpan.FromSeconds(10), Cancel);

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

    private sealed class ArraySpout(int[] numbers) : Spout<int>
    {
        public override SpoutStatus Next(SpoutEmitter<int> output, int limit)
        {
            output.Emit(numbers);
            return SpoutStatus.Ended;
        }
    }
}
