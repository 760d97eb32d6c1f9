namespace LambdaSpeed.Checkpoints;

/// <summary>A stretch of memory that holds blocks, one behind the other.</summary>
internal sealed class ArchiveChunk(int size)
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(size);
    private readonly List<(EpochId Epoch, string Section, int Start, int Length)> _blocks = [];
    private int _filled; // bytes taken

    public int Size => _bytes.Length;

    /// <summary>The epoch of its last block.</summary>
    public EpochId Last => _blocks[^1].Epoch;

    public bool HasRoom(int count) => _bytes.Length - _filled >= count;

    public void Add(EpochId epoch, string section, ReadOnlySpan<byte> entries)
    {
        entries.CopyTo(_bytes.AsSpan(_filled));
        _blocks.Add((epoch, section, _filled, entries.Length));
        _filled += entries.Length;
    }

    public void Read(EpochId after, ChangeBlockHandler handler)
    {
        foreach (var (epoch, section, start, length) in _blocks)
        {
            if (epoch > after) handler(section, _bytes.AsSpan(start, length));
        }
    }

    public void Clear()
    {
        _blocks.Clear();
        _filled = 0;
    }
}
