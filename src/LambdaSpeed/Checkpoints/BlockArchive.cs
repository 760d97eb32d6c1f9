namespace LambdaSpeed.Checkpoints;

/// <summary>Blocks in memory, by epoch. What is dropped is kept for what comes, so that a run at rest in size allocates nothing.</summary>
internal sealed class BlockArchive
{
    private const int ChunkSize = 256 << 10;

    private readonly List<ArchiveChunk> _chunks = []; // none is empty
    private readonly Stack<ArchiveChunk> _spare = []; // all are, and of the usual size

    /// <summary>How many bytes of blocks were added, whether or not they are still there.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes of memory are held.</summary>
    public long HeldBytes => _chunks.Sum(chunk => (long)chunk.Size) + _spare.Sum(chunk => (long)chunk.Size);

    public void Add(EpochId epoch, ChangeBlock block)
    {
        var entries = block.Entries.Span;
        if (entries.Length == 0) return;

        if (_chunks is not [.., var chunk] || !chunk.HasRoom(entries.Length))
        {
            var fits = entries.Length <= ChunkSize;
            chunk = fits && _spare.TryPop(out var spare) ? spare : new ArchiveChunk(fits ? ChunkSize : entries.Length);
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

    /// <summary>Frees whole chunks up to an epoch.</summary>
    public void DropUpTo(EpochId epoch)
    {
        var dropped = _chunks.TakeWhile(chunk => chunk.Last <= epoch).Count();
        foreach (var chunk in _chunks.Take(dropped).Where(chunk => chunk.Size == ChunkSize))
        {
            chunk.Clear();
            _spare.Push(chunk);
        }
        _chunks.RemoveRange(0, dropped);
    }
}
