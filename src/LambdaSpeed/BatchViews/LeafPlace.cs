namespace LambdaSpeed.BatchViews;

/// <summary>Where a leaf and its blocks lie, by the index, and which of them have been proved.</summary>
internal sealed class LeafPlace(long dataOffset, long offset, int length, uint checksum, byte[] firstKey)
{
    private readonly int[] _proved = new int[Leaf.MostBlocks / 32]; // one bit for each block
    private volatile bool _isProved; // the leaf's own checksum held once; written by any reader

    /// <summary>Where the first of the blocks begins.</summary>
    public long DataOffset => dataOffset;

    /// <summary>Where the leaf begins, behind the last of its blocks.</summary>
    public long Offset => offset;

    public int Length => length;

    public uint Checksum => checksum;

    public byte[] FirstKey => firstKey;

    /// <summary>A copy of the leaf, where the file is not mapped; kept from the first read on.</summary>
    public byte[]? Copy { get; private set; }

    public bool IsProved => _isProved;

    public void Prove(byte[]? copy)
    {
        Copy = copy;
        _isProved = true;
    }

    public bool IsBlockProved(int block) => (Volatile.Read(ref _proved[block >> 5]) & (1 << block)) != 0;

    public void ProveBlock(int block) => Interlocked.Or(ref _proved[block >> 5], 1 << block);

    public BatchViewDamagedException Damaged(string file, string problem) => new(file, offset, problem);
}
