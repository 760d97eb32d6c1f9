using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Planning;

public sealed class SpeedLayerOptionsTests
{
    private static readonly Dictionary<string, SpeedLayerOptions> _wrong = new()
    {
        ["Workers is 0"] = new() { Workers = 0 },
        ["Workers is 1025"] = new() { Workers = 1025 },
        ["ChunkSize is 0"] = new() { ChunkSize = 0 },
        ["ChunkSize is 65537"] = new() { ChunkSize = 65_537 },
        ["EdgeCapacity is 0"] = new() { EdgeCapacity = 0 },
        ["EdgeCapacity is 65537"] = new() { EdgeCapacity = 65_537 },
        ["KeyGroups is 0"] = new() { KeyGroups = 0 },
        ["KeyGroups is 32769"] = new() { KeyGroups = 32_769 },
        ["MaxEmitsPerTuple is 0"] = new() { MaxEmitsPerTuple = 0 },
        ["MaxHeldSequence is 0"] = new() { MaxHeldSequence = 0 },
        ["EpochInterval is 00:00:00"] = new() { EpochInterval = TimeSpan.Zero },
        ["EpochInterval is -"] = new() { EpochInterval = TimeSpan.FromTicks(-1) },
        ["EpochInterval is 10675199"] = new() { EpochInterval = TimeSpan.MaxValue },
        ["SlowStep is 00:00:00"] = new() { SlowStep = TimeSpan.Zero },
        ["Restart.MaxRestartsAtOneTuple is 0"] = new() { Restart = new() { MaxRestartsAtOneTuple = 0 } },
        ["TimeProvider is null"] = new() { TimeProvider = null! },
        ["LoggerFactory is null"] = new() { LoggerFactory = null! },
    };

    public static TheoryData<string> Wrong() => [.. _wrong.Keys];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Plan_WithBadOption_NamesIt(string what)
    {
        var builder = new TopologyBuilder("options");
        builder.AddSpout("numbers", new ListSpout<long>([])).Ignore();

        var fault = Assert.Throws<ArgumentException>(() => ExecutionPlan.For(builder.Build(), _wrong[what]));

        Assert.Contains("SpeedLayerOptions." + what, fault.Message, StringComparison.Ordinal);
    }
}
