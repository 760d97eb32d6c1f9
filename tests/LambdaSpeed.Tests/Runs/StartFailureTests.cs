using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Starts that are given up: by the caller, or by a component's own time-out.</summary>
public sealed class StartFailureTests
{
    private readonly Lifetimes _lifetimes = new();
    private readonly TopologyBuilder _builder = new("starting");

    [Fact]
    public async Task Open_CancelledByTheComponentItself_NamesTheComponent()
    {
        AddProbe(() => throw new TaskCanceledException("the request took too long"));

        var fault = await Assert.ThrowsAsync<TaskFailedException>(() => _builder.StartAsync());

        Assert.Equal("probe", fault.Component);
        Assert.IsType<TaskCanceledException>(fault.InnerException);
    }

    [Fact]
    public async Task Start_WithACancelledToken_OpensNothing()
    {
        AddProbe(() => { });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SpeedLayer.StartAsync(_builder.Build(), cancellationToken: new CancellationToken(true)).WaitAsync(RunFixture.Patience, RunFixture.Cancel));

        Assert.Empty(_lifetimes.Counts);
    }

    [Fact]
    public async Task Start_CancelledWhileOpening_OpensNothingFurther()
    {
        using var cancellation = new CancellationTokenSource();
        AddProbe(cancellation.Cancel);
        AddProbe(() => { }, "later");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SpeedLayer.StartAsync(_builder.Build(), cancellationToken: cancellation.Token).WaitAsync(RunFixture.Patience, RunFixture.Cancel));

        Assert.Equal(["probe[0]"], _lifetimes.Counts.Keys);
        Assert.True(_lifetimes.EachClosedOnce, _lifetimes.ToString());
    }

    private void AddProbe(Action onOpen, string name = "probe") => _builder.AddSpout($"numbers-of-{name}", new FedSpout<long>())
        .Then(name, () => new ProbeBolt<long, long>((_, _, _) => { }, _lifetimes) { OnOpen = _ => onOpen() }).Ignore();
}
