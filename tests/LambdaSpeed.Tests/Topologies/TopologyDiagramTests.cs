using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Topologies;

/// <summary>A topology as text and as diagrams.</summary>
public sealed class TopologyDiagramTests
{
    private static readonly SideOutput<long> _side = new("odd");

    private readonly Topology _topology = Describe();

    [Fact]
    public void Text_HasALineForEachComponent() => Assert.Equal(
        """
        topology a "quoted" name
          spout numbers x2
          bolt split <- numbers (shuffle)
          operator where-1 <- split (local-or-shuffle), split (odd, local-or-shuffle)
          key key-1 <- where-1 (local-or-shuffle)
          view counts x3 <- key-1 (fields)

        """, _topology.ToString());

    [Fact]
    public void Mermaid_IsAFlowchart() => Assert.Equal(
        """
        flowchart LR
          n0(["spout numbers x2"])
          n1["bolt split"]
          n2["operator where-1"]
          n3["key key-1"]
          n4[("view counts x3")]
          n0 -->|"shuffle"| n1
          n1 -->|"local-or-shuffle"| n2
          n1 -->|"odd, local-or-shuffle"| n2
          n2 -->|"local-or-shuffle"| n3
          n3 -->|"fields"| n4

        """, _topology.ToMermaid());

    [Fact]
    public void Dot_IsADigraph() => Assert.Equal(
        """
        digraph "a \"quoted\" name" {
          rankdir=LR;
          n0 [label="spout numbers x2", shape=ellipse];
          n1 [label="bolt split", shape=box];
          n2 [label="operator where-1", shape=box];
          n3 [label="key key-1", shape=box];
          n4 [label="view counts x3", shape=cylinder];
          n0 -> n1 [label="shuffle"];
          n1 -> n2 [label="local-or-shuffle"];
          n1 -> n2 [label="odd, local-or-shuffle"];
          n2 -> n3 [label="local-or-shuffle"];
          n3 -> n4 [label="fields"];
        }

        """, _topology.ToDot());

    private static Topology Describe()
    {
        var builder = new TopologyBuilder("a \"quoted\" name");
        var split = builder.AddSpout("numbers", () => new ListSpout<long>([]), 2).Shuffle()
            .Then("split", () => new ProbeBolt<long, long>((_, _, _) => { }));
        split.Merge(split.Side(_side)).Where(x => x > 0).GroupBy(x => x).Aggregate("counts", a => a.Count(), 3).ToView();
        return builder.Build();
    }
}
