using System.Runtime.CompilerServices;
using LambdaSpeed.Storage;

namespace LambdaSpeed.BatchViews;

/// <summary>A finished file: finds and proves its leaves and blocks. Safe from any thread.</summary>
/// <remarks>Whoever calls is between <see cref="IFileBytes.Enter"/> and <see cref="IFileBytes.Exit"/> of <see cref="Bytes"/>. What is
/// mapped
/// is proved when it is first touched; what is read, each time, but for leaves, which are kept.</remarks>
internal sealed class SortedFile
{
    private readonly LeafPlace[] _leaves;

    /// <exception cref="BatchViewException">The file is damaged, unfinished, of a later version, or the disk failed.</exception>
    public SortedFile(IFileBytes bytes)
    {
        Bytes = bytes;
        var buffer = Array.Empty<byte>();
        var name = bytes.Name;
        if (bytes.Length < IdentityBytes.HeadSize + FileEnd.Size)
        {
            throw new BatchViewDamagedException(name, bytes.Length, "it is too short");
        }

        var textLength = IdentityBytes.LengthOf(bytes.Get(0, IdentityBytes.HeadSize, ref buffer), name);
        var dataStart = IdentityBytes.HeadSize + textLength + sizeof(uint);
        var end = FileEnd.Read(bytes.Get(bytes.Length - FileEnd.Size, FileEnd.Size, ref buffer), bytes.Length, name);
        if (dataStart > end.IndexOffset) throw new BatchViewDamagedException(name, end.IndexOffset, "its parts overlap");

        Identity = IdentityBytes.Read(bytes.Get(IdentityBytes.HeadSize, textLength + sizeof(uint), ref buffer), name);
        var indexLength = bytes.Length - FileEnd.Size - end.IndexOffset;
        if (indexLength > Array.MaxLength) throw new BatchViewDamagedException(name, end.IndexOffset, "its index is too long");
        var index = bytes.Get(end.IndexOffset, (int)indexLength, ref buffer);
        if (Crc32C.Of(index) != end.IndexChecksum)
        {
            throw new BatchViewDamagedException(name, end.IndexOffset, "the checksum of its index does not hold");
        }
        _leaves = FileIndex.Read(index, end, name);
        Count = end.Entries;
    }

    public IFileBytes Bytes { get; }

    public BatchViewIdentity Identity { get; }

    public long Count { get; }

    public int Leaves => _leaves.Length;

    public LeafPlace this[int leaf] => _leaves[leaf];

    /// <summary>The last leaf whose first key is not behind a key, or -1.</summary>
    public int LeafOf(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, _leaves.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_leaves[middle].FirstKey.AsSpan().SequenceCompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    /// <exception cref="BatchViewException">It is damaged, or the disk failed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Leaf ReadLeaf(LeafPlace place)
    {
        var none = Array.Empty<byte>();
        var bytes = !place.IsProved ? ProveLeaf(place)
            : Bytes.IsMapped ? Bytes.Get(place.Offset, place.Length, ref none)
            : place.Copy;
        return new Leaf(bytes, place, Bytes.Name);
    }

    /// <param name="place">The leaf's place.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="block">The block's number in it.</param>
    /// <param name="buffer">Where it is read to, if it has to be.</param>
    /// <exception cref="BatchViewException">It is damaged, or the disk failed.</exception>
    public Block ReadBlock(LeafPlace place, scoped in Leaf leaf, int block, scoped ref byte[] buffer)
    {
        var (start, end) = leaf.RangeOf(block);
        if (start > end || end > place.Offset - place.DataOffset || end - start > Array.MaxLength)
        {
            throw place.Damaged(Bytes.Name, "a leaf contradicts itself");
        }
        var bytes = Bytes.Get(place.DataOffset + start, (int)(end - start), ref buffer);
        var count = leaf.FingerprintsOf(block).Length / Fingerprint.Size;
        if (!Bytes.IsMapped || !place.IsBlockProved(block))
        {
            ProveBlock(place, block, bytes, leaf.ChecksumOf(block), place.DataOffset + start);
        }
        return new Block(bytes, count);
    }

    public BatchViewDamagedException BlockDamaged(LeafPlace place, scoped in Leaf leaf, int block, Exception? cause = null) =>
        new(Bytes.Name, place.DataOffset + leaf.RangeOf(block).Start, "an entry of the block there makes no sense", cause);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> ProveLeaf(LeafPlace place)
    {
        var buffer = Array.Empty<byte>();
        var bytes = Bytes.Get(place.Offset, place.Length, ref buffer);
        if (Crc32C.Of(bytes) != place.Checksum) throw place.Damaged(Bytes.Name, "the checksum of a leaf does not hold");
        place.Prove(Bytes.IsMapped ? null : buffer);
        return bytes;
    }

    private void ProveBlock(LeafPlace place, int block, ReadOnlySpan<byte> bytes, uint checksum, long offset)
    {
        if (Crc32C.Of(bytes) != checksum) throw new BatchViewDamagedException(Bytes.Name, offset, "the checksum of a block does not hold");
        if (Bytes.IsMapped) place.ProveBlock(block);
    }
}
