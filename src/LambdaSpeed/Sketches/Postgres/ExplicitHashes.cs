namespace LambdaSpeed.Sketches.Postgres;

/// <summary>The distinct hashes of a small sketch, ascending as signed numbers.</summary>
internal sealed class ExplicitHashes
{
    private long[] _hashes = []; // grows by doubling; the first Count are in use

    public int Count { get; private set; }

    public ReadOnlySpan<long> Sorted => _hashes.AsSpan(0, Count);

    public bool Contains(long hash) => Sorted.BinarySearch(hash) >= 0;

    /// <summary>Adds a hash that is not there yet.</summary>
    public void Add(long hash)
    {
        if (Count == _hashes.Length) Array.Resize(ref _hashes, Math.Max(4, Count * 2));

        var at = ~Sorted.BinarySearch(hash);
        Array.Copy(_hashes, at, _hashes, at + 1, Count - at);
        _hashes[at] = hash;
        Count++;
    }

    public ExplicitHashes Copy() => new() { _hashes = (long[])_hashes.Clone(), Count = Count };
}
