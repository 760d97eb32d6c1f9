using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Whole runs on one thread over a disk that fails and forgets: after any crash each event is counted once, and nothing that was
/// shown is taken back.</summary>
public sealed class SimulationTests
{
    private static readonly int _seeds = LongRun.Seeds(otherwise: 1000);

    private static readonly int _first = LongRun.FirstSeed(otherwise: 1);

    [Fact]
    public void Oracle_ViewsEqualAFoldOfTheLog_AfterAnyCrash()
    {
        var happened = new SimulatedEvents();
        for (var seed = _first; seed < _first + _seeds; seed++) happened += Live(seed, Defect.None).Happened;

        Assert.True(happened.Epochs > 3 * _seeds && happened.Crashes > _seeds && happened.Restarts > _seeds / 10 && happened.Retries > _seeds, $"too little happened: {happened}");
        Assert.True(happened.Impatient > _seeds / 300 && happened.Deleted > _seeds, $"too little happened: {happened}");
    }

    [Theory]
    [InlineData(Defect.DoesNotAlign)]
    [InlineData(Defect.PublishesBeforeTheCommit)]
    [InlineData(Defect.CommitsBeforeTheSourceIsDurable)]
    [InlineData(Defect.KeepsHalfEffects)]
    internal void Oracle_FindsADefect(Defect defect)
    {
        var found = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            try
            {
                new SimulatedWorld(seed, defect).Live();
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException or LambdaSpeedException)
            {
                found++;
            }
        }
        Assert.True(found > 5, $"only {found} of 60 seeds showed the defect {defect}");
    }

    private static SimulatedWorld Live(int seed, Defect defect)
    {
        var world = new SimulatedWorld(seed, defect);
        try
        {
            world.Live();
            return world;
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}: {exception.Message}", exception);
        }
    }
}
