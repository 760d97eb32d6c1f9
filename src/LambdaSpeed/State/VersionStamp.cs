namespace LambdaSpeed.State;

/// <summary>The stamp of a table entry: the epoch of its last change in the high bits, a sequence lock in the low ones.</summary>
/// <remarks>38 bits of epochs last 170 years at 50 a second. The lock is odd while a value wider than a word is being written; its 25
/// bits of versions may wrap around within an epoch, which only a reader that sleeps through exactly 2^25 changes of a key would
/// miss.</remarks>
internal static class VersionStamp
{
    /// <summary>The entry did not exist.</summary>
    public const long Absent = -1;

    /// <summary>The entry is getting its undo record at this moment.</summary>
    public const long Touching = -2;

    private const int SequenceBits = 26;

    private const long SequenceMask = (1L << SequenceBits) - 1;

    /// <summary>The first stamp of an epoch.</summary>
    public static long FloorOf(long epoch) => epoch << SequenceBits;

    public static long EpochOf(long stamp) => stamp >> SequenceBits;

    public static bool IsWriting(long stamp) => (stamp & 1) != 0;

    /// <summary>The next version within the same epoch.</summary>
    public static long Next(long stamp) => (stamp & ~SequenceMask) | ((stamp + 1) & SequenceMask);
}
