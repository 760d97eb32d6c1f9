using System.Globalization;
using System.Text;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Outputs;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>A run whose outputs go to a place that fails as ordered puts out each one once.</summary>
public sealed class FlakyOutletTests
{
    private const int Numbers = 2000;

    private PlaceOfOutputs _place = new();
    private ICheckpointStore _checkpoints = CheckpointStore.InMemory();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Run_WhosePlaceFailsAtRandom_PutsOutEachOnce(int seed)
    {
        var outlet = new FlakyOutlet(() => _place.NewOutlet())
        {
            Begins = FaultPlan.Random(seed, 0.2), Releases = FaultPlan.Random(~seed, 0.2), Syncs = FaultPlan.Random(seed + 100, 0.2),
        };
        for (var runs = 0; outlet.Begins.Faults < 5 || outlet.Releases.Faults < 5 || outlet.Syncs.Faults < 5; runs++)
        {
            Assert.True(runs < 1000, "hardly called"); // how many epochs a run has, the machine decides
            (_place, _checkpoints) = (new(), CheckpointStore.InMemory());
            await using var run = await RunAsync(outlet);
            Assert.Equal(
                Enumerable.Range(0, Numbers).Select(i => i.ToString(CultureInfo.InvariantCulture)),
                _place.Texts.Select(text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        }
    }

    [Fact]
    public async Task WhatFailsBeforeItIsDone_IsWaitedFor_AndWhatFailsAfterwards_TakesAnotherOutlet()
    {
        var outlet = new FlakyOutlet(_place.NewOutlet) { Releases = FaultPlan.First(3) };

        await using var run = await RunAsync(outlet);

        Assert.Equal((1, 2, 3L), (run.Restarts, _place.Opened, outlet.Releases.Faults));
        Assert.Equal(Numbers, _place.Texts.Count);
    }

    [Fact]
    public async Task FirstOpening_ThatFails_FailsTheStart()
    {
        var outlet = new FlakyOutlet(_place.NewOutlet) { Opens = FaultPlan.First(1) };

        Assert.IsType<InjectedFaultException>((await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync(outlet))).InnerException);
        Assert.Equal(0, _place.Opened);
        await using var run = await RunAsync(outlet);
        Assert.Equal((1, Numbers), (_place.Opened, _place.Texts.Count));
    }

    private Task<TopologyRun> RunAsync(FlakyOutlet outlet)
    {
        var builder = new TopologyBuilder("copying");
        builder.AddSpout("numbers", () => new FlakySpout(Numbers, -1, () => false)).ToOutlet(
            "copies", outlet.AsOutlet(), (value, i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture), value));
        return builder.RunToEndAsync(new()
        {
            Checkpoints = _checkpoints, EpochTuples = 100, CommitPatience = TimeSpan.FromMinutes(1),
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(1), MaxRestarts = 1000 },
        });
    }
}
