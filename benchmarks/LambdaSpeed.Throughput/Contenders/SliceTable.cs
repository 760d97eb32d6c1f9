using System.Text;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Counts by UTF-8 bytes in one open-addressing array; a key's bytes are kept once, in an array for all of them.</summary>
public sealed class SliceTable
{
    private Entry[] _entries = new Entry[1 << 17]; // length is a power of two; never more than half full
    private byte[] _bytes = new byte[1 << 20];     // the keys, one after another
    private int _bytesUsed;
    private int _used;

    public void Raise(ReadOnlySpan<byte> word, uint hash, long amount)
    {
        var mask = _entries.Length - 1;
        for (var i = (int)(hash ^ (hash >> 15)) & mask; ; i = (i + 1) & mask)
        {
            ref var entry = ref _entries[i];
            if (entry.Length == 0)
            {
                entry = new Entry { Start = Keep(word), Length = word.Length, Hash = hash, Count = amount };
                if (++_used * 2 > _entries.Length) Grow();
                return;
            }

            if (entry.Hash != hash || !word.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length))) continue;

            entry.Count += amount;
            return;
        }
    }

    public void Merge(SliceTable other)
    {
        ArgumentNullException.ThrowIfNull(other);

        foreach (var entry in other._entries)
        {
            if (entry.Length > 0) Raise(other._bytes.AsSpan(entry.Start, entry.Length), entry.Hash, entry.Count);
        }
    }

    public IEnumerable<KeyValuePair<string, long>> Entries()
    {
        foreach (var entry in _entries)
        {
            if (entry.Length == 0) continue;

            yield return new KeyValuePair<string, long>(Encoding.ASCII.GetString(_bytes, entry.Start, entry.Length), entry.Count);
        }
    }

    private int Keep(ReadOnlySpan<byte> word)
    {
        while (_bytesUsed + word.Length > _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        word.CopyTo(_bytes.AsSpan(_bytesUsed));
        _bytesUsed += word.Length;
        return _bytesUsed - word.Length;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        var mask = _entries.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Length == 0) continue;

            var i = (int)(entry.Hash ^ (entry.Hash >> 15)) & mask;
            while (_entries[i].Length > 0) i = (i + 1) & mask;
            _entries[i] = entry;
        }
    }

    private struct Entry
    {
        public int Start;
        public int Length;
        public uint Hash;
        public long Count;
    }
}
