using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Async bolts under any order of completions, failures, time-outs and restarts: each tuple counts once, or is a dead letter
/// once.</summary>
public sealed class AsyncBoltOracleTests
{
    private static readonly int _seeds = LongRun.Seeds(otherwise: 400);
    private static readonly int _first = LongRun.FirstSeed(otherwise: 1);

    [Fact]
    public async Task Oracle_EachTupleCountsOnce_InTheOrderThatWasAskedFor()
    {
        var (restarts, timedOut, barriers) = (0, 0, 0);
        for (var seed = _first; seed < _first + _seeds; seed++)
        {
            var calls = await LiveAsync(seed);
            restarts += calls.Restarts;
            timedOut += calls.TimedOut;
            barriers += calls.BarriersPastCalls;
        }

        Assert.True(restarts > _seeds / 4 && timedOut > _seeds && barriers > _seeds / 5,
            $"too little happened: {restarts} restarts, {timedOut} time-outs, {barriers} barriers passed calls");
    }

    private static async Task<RandomCalls> LiveAsync(int seed)
    {
        try
        {
            var calls = new RandomCalls(seed);
            await calls.LiveAsync();
            return calls;
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}: {exception.Message}", exception);
        }
    }
}
