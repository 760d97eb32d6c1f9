using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>What each guarantee promises, over restarts and crashes: nothing lost, nothing twice, or both.</summary>
public sealed class GuaranteeTests
{
    private static readonly int _seeds = LongRun.Seeds(otherwise: 1000) / 4;

    [Fact]
    public void Oracle_AtLeastOnce_LosesNothing_AndCountsTwiceOnlyAfterARestart()
    {
        var (duplicates, starts) = (0, 0);
        for (var seed = 1; seed <= _seeds; seed++)
        {
            var world = Live(seed, DeliveryGuarantee.AtLeastOnce);
            Assert.True(world.Lost == 0, $"seed {seed}: {world.Lost} numbers are lost");
            duplicates += world.Duplicates;
            starts += world.Starts;
        }
        Assert.True(duplicates > _seeds && starts > 3 * _seeds, $"too little happened: {duplicates} duplicates, {starts} starts");
    }

    [Fact]
    public void Oracle_ExactlyOnce_LosesNothing_AndCountsNothingTwice()
    {
        for (var seed = 1; seed <= _seeds; seed++)
        {
            var world = Live(seed, DeliveryGuarantee.ExactlyOnce);
            Assert.True(world is { Lost: 0, Duplicates: 0 }, $"seed {seed}: {world.Lost} lost, {world.Duplicates} twice");
        }
    }

    [Fact]
    public void Oracle_AtMostOnce_CountsNothingTwice_AndTheWorldShowsWhatIsLost()
    {
        var lost = 0;
        for (var seed = 1; seed <= _seeds; seed++)
        {
            var world = Live(seed, DeliveryGuarantee.AtMostOnce);
            Assert.True(world.Duplicates == 0, $"seed {seed}: {world.Duplicates} numbers twice");
            lost += world.Lost;
        }
        Assert.True(lost > 0, "nothing was lost, which proves nothing of the others");
    }

    private static CountedWorld Live(int seed, DeliveryGuarantee guarantee)
    {
        var world = new CountedWorld(seed, guarantee);
        try
        {
            world.Live();
            return world;
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}, {guarantee}: {exception.Message}", exception);
        }
    }
}
