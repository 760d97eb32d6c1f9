namespace LambdaSpeed.BatchViews;

/// <summary>Merges sorted files into one.</summary>
internal static class RunMerge
{
    public static void Merge<TKey, TAccumulator>(
        IEnumerable<SortedFile> runs, KeyEncoding<TKey> keys, EntryGroups<TKey, TAccumulator> groups)
        where TKey : notnull
    {
        var cursors = new List<FileCursor>();
        try
        {
            var next = new PriorityQueue<FileCursor, FileCursor>(Comparer<FileCursor>.Create(
                (left, right) => keys.Shared(left.Key).SequenceCompareTo(keys.Shared(right.Key))));
            foreach (var run in runs)
            {
                var cursor = new FileCursor(run);
                cursors.Add(cursor);
                if (cursor.MoveNext()) next.Enqueue(cursor, cursor);
            }
            while (next.TryDequeue(out var cursor, out _))
            {
                groups.Add(cursor.Key, cursor.Value);
                if (cursor.MoveNext()) next.Enqueue(cursor, cursor);
            }
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }
}
