namespace LambdaSpeed.Views;

/// <content>
/// Folding: of the slices that readers are shown the two oldest become one, so that there are never many. It is done beside the tasks,
/// into new tables, since nobody writes to slices that have ended; then the two are exchanged for the one. Checkpoints keep what they
/// have: see <see cref="FoldedParts{TKey, TAccumulator}"/>.
/// </content>
internal sealed partial class RealtimeView<TKey, TAccumulator, TValue>
{
    private readonly List<int> _heldCuts = []; // numbers of cuts that are not folded away, each as often as it is held; under the gate

    /// <summary>Keeps the slices on both sides of a cut apart until it is released. Under the gate.</summary>
    public void HoldCut(int number) => _heldCuts.Add(number);

    public void ReleaseCut(int number)
    {
        lock (Gate) _heldCuts.Remove(number);
    }

    /// <summary>Folds two of the slices that are shown, if more have ended than there may be: the oldest ones between which no cut is held.
    /// False when there are none, or when the epoch that ended them is not published yet. One caller at a time; takes as long as the slices
    /// are large.</summary>
    public bool TryFoldOldest(int most)
    {
        if (FindFoldable(most) is not var (first, second, since)) return false;

        var keys = (int)Math.Min(first.Count + second.Count, int.MaxValue);
        var folded = NewSlice(new(first.Range.First, second.Range.Last), since, keys);
        SliceFolding.Into(folded.Tables, first.Tables, areEarlier: false, _definition);
        SliceFolding.Into(folded.Tables, second.Tables, areEarlier: false, _definition);
        lock (Gate)
        {
            var (state, stack) = (_state, _state.Stack);
            var at = Array.IndexOf(stack.Shown, first);
            if (at < 0 || at + 2 >= stack.Shown.Length || stack.Shown[at + 1] != second) return false; // a batch view was published
            if (_heldCuts.Contains(first.Range.Last)) return false; // since then
            state.Stack = new(stack.Kept, [.. stack.Shown.AsSpan(0, at), folded, .. stack.Shown.AsSpan(at + 2)], stack.Batch);
            Restacked?.Invoke();
            return true;
        }
    }

    /// <summary>Two slices that can become one, and since when the one behind them is.</summary>
    private (ViewSlice<TKey, TAccumulator> First, ViewSlice<TKey, TAccumulator> Second, EpochId Since)? FindFoldable(int most)
    {
        lock (Gate)
        {
            var shown = Stack.Shown;
            if (shown.Length - 1 <= most) return null;
            for (var i = 0; i + 2 < shown.Length && shown[i + 2].Since <= _publication.Published.Next; i++)
            {
                if (!_heldCuts.Contains(shown[i].Range.Last)) return (shown[i], shown[i + 1], shown[i + 2].Since);
            }
            return null;
        }
    }
}
