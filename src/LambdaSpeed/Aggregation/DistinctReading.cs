using System.Collections;

namespace LambdaSpeed.Aggregation;

/// <summary>Distinct items as readers see them: a set that no longer changes.</summary>
internal sealed class DistinctReading<TItem>(Distinct<TItem> items) : IReadOnlySet<TItem>
{
    private readonly Distinct<TItem> _items = items;

    public int Count => _items.Count;

    public bool Contains(TItem item) => _items.Contains(item);

    public bool IsProperSubsetOf(IEnumerable<TItem> other) => Collect(other) is var set && Count < set.Count && IsWithin(set);

    public bool IsProperSupersetOf(IEnumerable<TItem> other) => Collect(other) is var set && set.Count < Count && Covers(set);

    public bool IsSubsetOf(IEnumerable<TItem> other) => IsWithin(Collect(other));

    public bool IsSupersetOf(IEnumerable<TItem> other) => Covers(other);

    public bool Overlaps(IEnumerable<TItem> other) => other.Any(Contains);

    public bool SetEquals(IEnumerable<TItem> other) => _items.Equals(Collect(other));

    public IEnumerator<TItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _items.ToString();

    private static Distinct<TItem> Collect(IEnumerable<TItem> items)
    {
        if (items is DistinctReading<TItem> reading) return reading._items;

        var collected = default(Distinct<TItem>);
        foreach (var item in items) collected.Add(item);
        return collected;
    }

    private bool IsWithin(Distinct<TItem> set) => _items.All(item => set.Contains(item));

    private bool Covers(IEnumerable<TItem> set) => set.All(Contains);
}
