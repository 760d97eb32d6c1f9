namespace LambdaSpeed.State;

/// <content>The end of a table that is read on and not written any more: its keys are another table's from now on.</content>
internal sealed partial class VersionedTable<TKey, TValue>
{
    /// <summary>Ends the open epoch, the last one in which the table is changed. O(1). Owner only.</summary>
    public void Freeze(EpochId next)
    {
        var segment = new UndoSegment<TKey, TValue>();
        segment.Reset(next.Number, _undo);
        segment.KeysBefore = Keys;
        Volatile.Write(ref _undo, segment);
        _floor = VersionStamp.FloorOf(next.Number);
        Volatile.Write(ref _sealer, Environment.CurrentManagedThreadId);
    }

    /// <summary>Lets go of what was kept for readers of earlier epochs; false while some of it may still be needed. Owner only, after
    /// <see cref="Freeze"/>.</summary>
    public bool TryCool(EpochId oldestNeeded)
    {
        ReleaseUndo(oldestNeeded.Number);
        _free.Clear();
        return _undo.Older is null;
    }
}
