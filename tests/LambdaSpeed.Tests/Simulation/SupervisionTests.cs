using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Whole runs under their own supervision: each number is counted once and put out once, whatever fails and however often the run
/// restarts, and what was promised to be published is.</summary>
public sealed class SupervisionTests
{
    private static readonly int _seeds = LongRun.Seeds(otherwise: 1000) / 10;

    [Fact]
    public async Task Oracle_RunsThatRestartByThemselves_CountAndPutOutEachOnce()
    {
        var (restarts, faulted, published) = (0, 0, 0);
        for (var seed = 1; seed <= _seeds; seed++)
        {
            await using var world = new SupervisedWorld(seed);
            try
            {
                await world.LiveAsync();
            }
            catch (Exception exception)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {exception.Message}", exception);
            }
            (restarts, faulted, published) = (restarts + world.Restarts, faulted + world.Faulted, published + world.Published);
        }
        Assert.True(restarts > _seeds / 2 && faulted > _seeds / 10 && published > _seeds, $"too little happened: {restarts} restarts, {faulted} faulted, {published} published");
    }
}
