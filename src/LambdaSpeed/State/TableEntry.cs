namespace LambdaSpeed.State;

/// <summary>One slot of a <see cref="VersionedTable{TKey, TValue}"/>; 32 bytes for an 8-byte key and an 8-byte value.</summary>
internal struct TableEntry<TKey, TValue>
{
    public TKey Key;

    /// <summary>The open value: with all changes of the open epoch.</summary>
    public TValue Value;

    /// <summary>The epoch of the last change, and a sequence lock; see <see cref="VersionStamp"/>.</summary>
    public long Stamp;

    /// <summary>The hash of the key; 0 is a free slot. Written last when an entry is added.</summary>
    public uint Hash;

    /// <summary>Where the undo segment of the stamp's epoch keeps the value before that epoch.</summary>
    public int Undo;
}
