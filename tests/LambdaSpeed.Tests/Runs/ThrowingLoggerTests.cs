using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A logger that throws does a run no harm, at whatever moment.</summary>
public sealed class ThrowingLoggerTests
{
    private readonly TopologyBuilder _builder = new("unlogged");

    [Fact]
    public async Task Logger_ThrowsOnTheFault_RunFaultsAllTheSame()
    {
        _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).ForEach("bad", _ => throw new TestFailure());

        var fault = await _builder.RunToFaultAsync<TupleFailedException>(new() { LoggerFactory = new ThrowingLoggerFactory(LogLevel.Error) });

        Assert.Equal("bad", fault.Component);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Logger_ThrowsAlways_RunCompletes(bool cannotCreate)
    {
        _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).ForEach("see", _ => { });

        await using var run = await _builder.RunToEndAsync(new() { LoggerFactory = new ThrowingLoggerFactory(LogLevel.Trace, cannotCreate) });

        Assert.Equal(RunState.Completed, run.State);
    }

    [Fact]
    public async Task Logger_ThrowsOnAFailureToClose_TheOthersAreClosedAllTheSame()
    {
        var lifetimes = new Lifetimes();
        _builder.AddSpout("numbers", () => new ThrowingCloseSpout())
            .Then("probe", () => new ProbeBolt<long, long>((_, _, _) => { }, lifetimes)).Ignore();

        await _builder.RunToFaultAsync<TaskFailedException>(new() { LoggerFactory = new ThrowingLoggerFactory(LogLevel.Warning) });

        Assert.True(lifetimes.EachClosedOnce, lifetimes.ToString());
    }

    [Fact]
    public async Task Logger_ThrowsInAComponent_IsHarmlessToo()
    {
        _builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).Then("log", () => new LoggingBolt()).Ignore();

        await using var run = await _builder.RunToEndAsync(new() { LoggerFactory = new ThrowingLoggerFactory(LogLevel.Warning) });

        Assert.Equal(RunState.Completed, run.State);
    }

    private sealed class ThrowingCloseSpout : Spout<long>
    {
        public override SpoutStatus Next(SpoutEmitter<long> output, int limit) => SpoutStatus.Ended;

        public override ValueTask CloseAsync() => throw new TestFailure();
    }

    private sealed class LoggingBolt : Bolt<int, int>
    {
        public override void Execute(int input, Emitter<int> output)
        {
            using var scope = Context.Logger.BeginScope("tuple");
            if (Context.Logger.IsEnabled(LogLevel.Warning)) Context.Logger.Log(LogLevel.Warning, default, "hello", null, (text, _) => text);
        }
    }
}
