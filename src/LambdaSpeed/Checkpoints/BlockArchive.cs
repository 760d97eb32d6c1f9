namespace LambdaSpeed.Checkpoints;

/// <summary>Blocks in memory, by epoch, in chunks from a pool.</summary>
internal sealed class BlockArchive
{
    private const int ChunkSize = 256 << 10;

    private readonly List<ArchiveChunk> _chunks = []; // none is empty

    /// <summary>How many bytes of blocks were added, whether or not they are still there.</summary>
    public long Bytes { get; private set; }

    public void Add(EpochId epoch, ChangeBlock block)
    {
        var entries = block.Entries.Span;
        if (entries.Length == 0) return;

        if (_chunks is not [.., var chunk] || !chunk.HasRoom(entries.Length))
        {
            chunk = new ArchiveChunk(Math.Max(entries.Length, ChunkSize));
            _chunks.Add(chunk);
        }
        chunk.Add(epoch, block.Section, entries);
        Bytes += entries.Length;
    }

    /// <summary>Hands over the blocks of later epochs, in order.</summary>
    public void Read(EpochId after, ChangeBlockHandler handler)
    {
        foreach (var chunk in _chunks) chunk.Read(after, handler);
    }

    /// <summary>Gives back the memory of whole chunks up to an epoch.</summary>
    public void DropUpTo(EpochId epoch)
    {
        var dropped = _chunks.TakeWhile(chunk => chunk.Last <= epoch).Count();
        for (var i = 0; i < dropped; i++) _chunks[i].Return();
        _chunks.RemoveRange(0, dropped);
    }
}
