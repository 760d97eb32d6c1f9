namespace LambdaSpeed;

/// <summary>The number of an epoch: the tuples between two barriers. Counts from 1 within one incarnation of a run.</summary>
/// <param name="Number">The number; 0 is "before the first epoch".</param>
public readonly record struct EpochId(long Number) : IComparable<EpochId>
{
    /// <summary>Before the first epoch: nothing has been published yet.</summary>
    public static EpochId None => default;

    /// <summary>The epoch after this one.</summary>
    public EpochId Next => new(Number + 1);

    /// <inheritdoc/>
    public int CompareTo(EpochId other) => Number.CompareTo(other.Number);

    /// <summary>Is the left epoch the earlier one?</summary>
    /// <param name="left">The left epoch.</param>
    /// <param name="right">The right epoch.</param>
    public static bool operator <(EpochId left, EpochId right) => left.Number < right.Number;

    /// <summary>Is the left epoch the later one?</summary>
    /// <param name="left">The left epoch.</param>
    /// <param name="right">The right epoch.</param>
    public static bool operator >(EpochId left, EpochId right) => left.Number > right.Number;

    /// <summary>Is the left epoch the earlier one or the same?</summary>
    /// <param name="left">The left epoch.</param>
    /// <param name="right">The right epoch.</param>
    public static bool operator <=(EpochId left, EpochId right) => left.Number <= right.Number;

    /// <summary>Is the left epoch the later one or the same?</summary>
    /// <param name="left">The left epoch.</param>
    /// <param name="right">The right epoch.</param>
    public static bool operator >=(EpochId left, EpochId right) => left.Number >= right.Number;

    /// <inheritdoc/>
    public override string ToString() => $"epoch {Number}";
}
