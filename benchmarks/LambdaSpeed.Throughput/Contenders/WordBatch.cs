namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Words on their way from a splitter to a counter, as lower-case UTF-8 in one array.</summary>
public sealed class WordBatch(int capacity)
{
    private readonly (int End, uint Hash)[] _words = new (int, uint)[capacity];
    private byte[] _bytes = new byte[capacity * 16];

    public int Count { get; private set; }

    public bool IsFull => Count == _words.Length;

    public void Add(ReadOnlySpan<byte> lower, uint hash)
    {
        var start = Count == 0 ? 0 : _words[Count - 1].End;
        while (start + lower.Length > _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        lower.CopyTo(_bytes.AsSpan(start));
        _words[Count++] = (start + lower.Length, hash);
    }

    public void CountInto(SliceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);

        var start = 0;
        foreach (var (end, hash) in _words.AsSpan(0, Count))
        {
            table.Raise(_bytes.AsSpan(start, end - start), hash, 1);
            start = end;
        }
    }

    public void Clear() => Count = 0;
}
