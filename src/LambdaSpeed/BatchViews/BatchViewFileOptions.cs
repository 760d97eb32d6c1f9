namespace LambdaSpeed;

/// <summary>How batch views are written into files and read from them.</summary>
public sealed record BatchViewFileOptions
{
    /// <summary>How many bytes of entries are sorted in memory at a time, when they do not come sorted; 1 KiB to 1 GiB. What comes sorted
    /// takes no such memory.</summary>
    /// <value>The default is 64 MiB.</value>
    public long SortBytes { get; init; } = 64L << 20;

    /// <summary>Whether a file is read as part of the memory, which is several times faster, or by reading calls. A disk that fails under a
    /// mapped file ends the process; with reading calls it is an exception.</summary>
    /// <value>The default is true.</value>
    public bool IsMapped { get; init; } = true;

    internal BatchViewFileOptions Validated()
    {
        if (SortBytes is < 1 << 10 or > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(nameof(SortBytes), SortBytes, "Bytes to sort at a time: 1 KiB to 1 GiB.");
        }
        return this;
    }
}
