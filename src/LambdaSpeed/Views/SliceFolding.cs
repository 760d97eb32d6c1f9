using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Makes one slice of several.</summary>
internal static class SliceFolding
{
    /// <summary>Merges all that some tables hold into others, which nobody reads yet. Both are by task.</summary>
    /// <param name="tables">The others.</param>
    /// <param name="parts">The tables.</param>
    /// <param name="areEarlier">Are the parts of a time before what the others hold? Else of one behind it.</param>
    /// <param name="definition">How they are merged: what is earlier first.</param>
    public static void Into<TKey, TAccumulator, TValue>(
        IReadOnlyList<VersionedTable<TKey, TAccumulator>> tables, IReadOnlyList<VersionedTable<TKey, TAccumulator>> parts,
        bool areEarlier, ViewDefinition<TKey, TAccumulator, TValue> definition)
        where TKey : notnull
    {
        for (var task = 0; task < parts.Count; task++)
        {
            foreach (var (key, hash, part) in TableReader.ReadAll(parts[task], long.MaxValue))
            {
                var sum = new SliceSum<TKey, TAccumulator, TValue>(definition);
                if (areEarlier) sum.Add(part);
                if (TableReader.TryReadAsOf(tables[task], key, hash, long.MaxValue, out var present)) sum.Add(present);
                if (!areEarlier) sum.Add(part);
                tables[task].Restore(key, hash, sum.Value);
            }
        }
    }
}
