namespace LambdaSpeed.Aggregation;

/// <summary>Ranks items by weight, the heaviest first; of equal weights the smaller item first.</summary>
internal readonly struct TopRanking<TItem>(int size) : IComparer<WeightedItem<TItem>>
{
    public IReadOnlyList<WeightedItem<TItem>> Rank(in ItemCounts<TItem> counts)
    {
        var best = new WeightedItem<TItem>[Math.Min(size, counts.Count)];
        var found = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            var item = counts[i];
            if (item.Weight == 0 || (found == best.Length && Compare(item, best[^1]) > 0)) continue;

            var place = ~Array.BinarySearch(best, 0, found, item, this);
            if (found < best.Length) found++;
            Array.Copy(best, place, best, place + 1, found - place - 1);
            best[place] = item;
        }

        return found == best.Length ? best : best[..found];
    }

    public int Compare(WeightedItem<TItem> x, WeightedItem<TItem> y)
    {
        var byWeight = y.Weight.CompareTo(x.Weight);
        return byWeight != 0 ? byWeight : NaturalOrder<TItem>.Compare(x.Item, y.Item);
    }
}
