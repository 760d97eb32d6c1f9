using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Every spout of the library goes into a topology as it is, with the tuples' type inferred.</summary>
public sealed class SpoutWiringTests
{
    [Fact]
    public void Spouts_AreHandedToAddSpout()
    {
        var topology = new TopologyBuilder("wiring");

        Stream<int> items = topology.AddSpout("items", Spouts.FromEnumerable([1, 2]));
        Stream<long> made = topology.AddSpout("made", Spouts.Generate(i => i), parallelism: 2);
        Stream<int> pushed = topology.AddSpout("pushed", new PushSpout<int>(16));
        Stream<TextLine> lines = topology.AddSpout("lines", Spouts.FromTextFiles(["a.log", "b.log.gz"], TextLine.Of), parallelism: 2);
        Stream<int> numbers = topology.AddSpout("numbers", Spouts.FromTextFiles(["a.log"], line => int.Parse(line.Utf8)));

        Assert.All(new object[] { items, made, pushed, lines, numbers }, Assert.NotNull);
    }
}
