using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class FloorRuleTests
{
    private static readonly (string, string) Topology =
        ("src/LambdaSpeed/Topologies/Topology.cs", "namespace LambdaSpeed; public sealed class Topology { public int Count => 1; }");

    private static readonly (string, string) Builder =
        ("src/LambdaSpeed/Building/TopologyBuilder.cs",
            "using LambdaSpeed; namespace LambdaSpeed.Building; class TopologyBuilder { public static Topology Build() => new(); }");

    [Fact]
    public void LowerFloor_MayBeUsed() => Assert.Empty(FloorRule.Check(Snippet.Several(Topology, Builder)));

    [Fact]
    public void HigherFloor_Offends()
    {
        var state = ("src/LambdaSpeed/State/Held.cs", "namespace LambdaSpeed.State;\nclass Held\n{\n    Topology? _topology;\n}");

        FloorRule.Check(Snippet.Several(Topology, state)).ShouldOffend(4, "State, floor 1 uses Topology of Topologies, floor 4");
    }

    [Fact]
    public void NeighbourOnTheSameFloor_Offends()
    {
        var plan = ("src/LambdaSpeed/Planning/Plan.cs",
            "namespace LambdaSpeed.Planning;\nclass Plan\n{\n    object Make() => Building.TopologyBuilder.Build();\n}");

        FloorRule.Check(Snippet.Several(Topology, Builder, plan)).ShouldOffend(4, "Planning, floor 5 uses TopologyBuilder of Building");
    }

    [Fact]
    public void NeighbourNamedInThePlan_MayBeUsed()
    {
        var log = ("src/LambdaSpeed/Logs/ReplayLog.cs", "namespace LambdaSpeed; public sealed class ReplayLog;");
        var intake = ("src/LambdaSpeed/Intake/LogIntake.cs", "namespace LambdaSpeed.Intake; class LogIntake { ReplayLog? _log; }");

        Assert.Empty(FloorRule.Check(Snippet.Several(log, intake)));
    }

    [Fact]
    public void UseThroughVar_OrTargetTypedNew_Offends()
    {
        var maker = ("src/LambdaSpeed/Views/Maker.cs",
            "namespace LambdaSpeed.Views;\nclass Maker\n{\n    void Make()\n    {\n        var made = Building.TopologyBuilder.Build();\n    }\n}");

        var offences = FloorRule.Check(Snippet.Several(Topology, Builder, maker)).Select(offence => offence.Message).ToList();

        Assert.Contains(offences, message => message.Contains("TopologyBuilder", StringComparison.Ordinal));
        Assert.Contains(offences, message => message.Contains("Topology of Topologies", StringComparison.Ordinal));
    }

    [Fact]
    public void Documentation_MayNameHigherFloors()
    {
        var held = ("src/LambdaSpeed/State/Held.cs",
            "using LambdaSpeed.Building;\nnamespace LambdaSpeed.State;\n/// <summary>See <see cref=\"TopologyBuilder\"/>.</summary>\nclass Held;");

        Assert.Empty(FloorRule.Check(Snippet.Several(Topology, Builder, held)));
    }

    [Fact]
    public void UnknownFolder_Offends() =>
        FloorRule.Check(Snippet.InRoom("Cellar", "Wine", "class Wine;")).ShouldOffend(0, "'Cellar' is no room");

    [Fact]
    public void CodeThatDoesNotBind_IsNoticed() =>
        Assert.Single(FloorRule.Unbound(FloorRule.Compile(Snippet.InRoom("State", "Held", "class Held { Missing? _missing; }"))));

    [Fact]
    public void Plan_NamesNeighboursOfTheSameFloorOnly() =>
        Assert.All(Rooms.Plan.Values, room => Assert.All(room.Neighbours, used => Assert.Equal(room.Floor, Rooms.Plan[used].Floor)));

    [Fact]
    public void Plan_HasNoCycles() =>
        Assert.All(Rooms.Plan.Keys, room =>
            Assert.DoesNotContain(Rooms.Plan.Keys, other => other != room && Rooms.MayUse(room, other) && Rooms.MayUse(other, room)));
}
