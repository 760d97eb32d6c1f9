namespace LambdaSpeed.Tests.Storage;

/// <summary>A directory of a simulated disk.</summary>
internal sealed class SimulatedFolder
{
    public SimulatedDirectory<SimulatedNode> Files { get; } = new();

    public SimulatedDirectory<SimulatedFolder> Folders { get; } = new();

    /// <summary>The files that have, or had and may have again, a name here or below.</summary>
    public HashSet<SimulatedNode> Nodes { get; } = [];

    public IEnumerable<SimulatedFolder> WithBelow => Folders.Current.Values.SelectMany(folder => folder.WithBelow).Prepend(this);

    public void Crash(Random random)
    {
        foreach (var node in Nodes) node.Crash(random);
        Files.Crash(random);
        foreach (var folder in Folders.Current.Values) folder.Crash(random);
        Folders.Crash(random);
        Nodes.IntersectWith(Files.Current.Values);
    }
}
