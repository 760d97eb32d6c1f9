using LambdaSpeed.BatchViews;

namespace LambdaSpeed.Lambda;

/// <summary>Finds the keys that rank highest, holding no more than are asked for.</summary>
internal sealed class TopKeys<TKey, TResult, TRank>(KeyEncoding<TKey> keys, int count, Func<TResult, TRank> rank)
    : IComparer<(TKey Key, TRank Rank)>
{
    public List<KeyValuePair<TKey, TResult>> Of(IEnumerable<KeyValuePair<TKey, TResult>> all)
    {
        var best = new PriorityQueue<KeyValuePair<TKey, TResult>, (TKey Key, TRank Rank)>(this); // the lowest of them first
        foreach (var pair in all)
        {
            var place = (pair.Key, rank(pair.Value));
            if (best.Count < count) best.Enqueue(pair, place);
            else best.EnqueueDequeue(pair, place);
        }
        var ranked = new List<KeyValuePair<TKey, TResult>>(best.Count);
        while (best.TryDequeue(out var pair, out _)) ranked.Add(pair);
        ranked.Reverse();
        return ranked;
    }

    /// <summary>The lower rank first; of equal ones the key whose bytes come last.</summary>
    public int Compare((TKey Key, TRank Rank) x, (TKey Key, TRank Rank) y)
    {
        var order = Comparer<TRank>.Default.Compare(x.Rank, y.Rank);
        return order != 0 ? order : -keys.Compare(x.Key, keys.BytesOf(y.Key));
    }
}
