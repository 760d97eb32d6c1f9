namespace LambdaSpeed.Edges;

/// <summary>The chunks of one stream edge that are not in use. Senders take, receivers give back.</summary>
/// <remarks>The lock is taken once for a chunk, not for a tuple. Keeps as many chunks as can be on the way at once.</remarks>
internal sealed class ChunkPool<T>(int chunkSize, bool carriesStamps, int kept)
{
    private readonly Lock _gate = new();
    private readonly Chunk<T>[] _free = new Chunk<T>[kept];
    private int _count; // chunks in _free, guarded by the gate

    public int ChunkSize => chunkSize;

    public bool CarriesStamps => carriesStamps;

    public Chunk<T> Take()
    {
        lock (_gate)
        {
            if (_count > 0) return _free[--_count];
        }
        return new Chunk<T>(chunkSize, carriesStamps);
    }

    public void Return(Chunk<T> chunk)
    {
        chunk.Count = 0;
        if (chunk.Items.Length != chunkSize) return; // came from a buffer that had grown
        lock (_gate)
        {
            if (_count < _free.Length) _free[_count++] = chunk;
        }
    }
}
