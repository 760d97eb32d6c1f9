using System.Collections.Concurrent;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Counts how often the components of a run were opened and closed.</summary>
internal sealed class Lifetimes
{
    private readonly ConcurrentDictionary<string, (int Opened, int Closed)> _counts = new();

    public IReadOnlyDictionary<string, (int Opened, int Closed)> Counts => _counts;

    public bool EachClosedOnce => _counts.Values.All(count => count is { Opened: 1, Closed: 1 });

    public void Opened(ComponentContext context) =>
        _counts.AddOrUpdate(NameOf(context), (1, 0), (_, count) => (count.Opened + 1, count.Closed));

    public void Closed(ComponentContext context) =>
        _counts.AddOrUpdate(NameOf(context), (0, 1), (_, count) => (count.Opened, count.Closed + 1));

    public override string ToString() => string.Join(", ", _counts.Select(pair => $"{pair.Key}: {pair.Value}"));

    private static string NameOf(ComponentContext context) => $"{context.Component}[{context.TaskIndex}]";
}
