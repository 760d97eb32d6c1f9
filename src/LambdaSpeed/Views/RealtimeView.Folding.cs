namespace LambdaSpeed.Views;

/// <content>
/// Folding: the two oldest slices that readers are shown become one, so that there are never many. It is done beside the tasks, into new
/// tables, since nobody writes to slices that have ended; then the two are exchanged for the one. Checkpoints keep what they have: see
/// <see cref="FoldedParts{TKey, TAccumulator}"/>.
/// </content>
internal sealed partial class RealtimeView<TKey, TAccumulator, TValue>
{
    /// <summary>Folds the two oldest slices that are shown, if more have ended than there may be; false when that is not so, or when the
    /// epoch that ended them is not published yet. One caller at a time; takes as long as the slices are large.</summary>
    public bool TryFoldOldest(int most)
    {
        var shown = Stack.Shown;
        if (shown.Length - 1 <= most || shown.Length < 3 || shown[2].Since > _publication.Published.Next) return false;

        var (first, second) = (shown[0], shown[1]);
        var keys = (int)Math.Min(first.Count + second.Count, int.MaxValue);
        var folded = NewSlice(new(first.Range.First, second.Range.Last), shown[2].Since, keys);
        SliceFolding.Into(folded.Tables, first.Tables, areEarlier: false, _definition);
        SliceFolding.Into(folded.Tables, second.Tables, areEarlier: false, _definition);
        lock (Gate)
        {
            var (state, stack) = (_state, _state.Stack);
            if (stack.Shown.Length < 3 || stack.Shown[0] != first || stack.Shown[1] != second) return false; // a batch view was published
            state.Stack = new(stack.Kept, [folded, .. stack.Shown.AsSpan(2)], stack.Batch);
            Restacked?.Invoke();
            return true;
        }
    }
}
