namespace LambdaSpeed.State;

/// <summary>What an entry held before its first change in an epoch.</summary>
internal struct UndoRecord<TKey, TValue>
{
    public TKey Key;
    public TValue Value;

    /// <summary>The entry's stamp before; <see cref="VersionStamp.Absent"/> when it did not exist.</summary>
    public long Stamp;

    /// <summary>The entry's undo index before, within the segment of <see cref="Stamp"/>'s epoch.</summary>
    public int Undo;

    public uint Hash;
}
