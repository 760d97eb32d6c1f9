namespace LambdaSpeed.State;

/// <summary>The stamp of a table entry: the epoch of its last change in the high bits, a sequence lock in the low ones.</summary>
/// <remarks>
/// <code>
///   63        62 .. 26   25                                    24 .. 0
///   removed   epoch      in the table's list of removed ones   sequence lock
/// </code>
/// 37 bits of epochs last 87 years at 50 a second. The lock is odd while a value wider than a word is being written; its 24
/// bits of versions may wrap around within an epoch, which only a reader that sleeps through exactly 2^24 changes of a key would
/// miss. A removed entry's stamp is negative, so that comparing with the open epoch's first stamp tells it from one that may be
/// changed.</remarks>
internal static class VersionStamp
{
    /// <summary>The entry did not exist; in a slot: it was given back, and only the way to entries behind it leads over it.</summary>
    public const long Absent = -1;

    /// <summary>The entry is being changed in a way that no reader may see half of.</summary>
    public const long Touching = -2;

    private const int SequenceBits = 26;

    private const long SequenceMask = Listed - 1;

    private const long Listed = 1L << (SequenceBits - 1);

    private const long Removal = long.MinValue;

    /// <summary>The first stamp of an epoch.</summary>
    public static long FloorOf(long epoch) => epoch << SequenceBits;

    /// <summary>The epoch of the last change, be it a removal. Of no use for <see cref="Absent"/> and <see cref="Touching"/>.</summary>
    public static long EpochOf(long stamp) => (stamp & long.MaxValue) >> SequenceBits;

    /// <summary>Was an epoch the last to change the entry, and is its key there?</summary>
    public static bool IsOf(long stamp, long epoch) => stamp >> SequenceBits == epoch;

    /// <summary>Do both say the same epoch, and the same of whether the key is there?</summary>
    public static bool IsSameVersion(long stamp, long other) => (stamp ^ other) >> SequenceBits == 0;

    public static bool IsWriting(long stamp) => (stamp & 1) != 0;

    /// <summary>Does the entry stand for a removed key?</summary>
    public static bool IsRemoved(long stamp) => stamp < Touching;

    /// <summary>Is the entry in the list of those removed in its epoch, though it may have come back since?</summary>
    public static bool IsListed(long stamp) => (stamp & Listed) != 0;

    /// <summary>The stamp when the key is removed in the epoch of its last change.</summary>
    public static long Remove(long stamp) => Next(Next(stamp)) | Removal | Listed;

    /// <summary>The stamp when the key comes back in the epoch of its removal.</summary>
    public static long Revive(long stamp) => Next(Next(stamp)) & ~Removal;

    /// <summary>The next version within the same epoch.</summary>
    public static long Next(long stamp) => (stamp & ~SequenceMask) | ((stamp + 1) & SequenceMask);
}
