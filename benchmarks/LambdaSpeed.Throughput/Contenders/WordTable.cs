namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Counts by string in one open-addressing array.</summary>
public sealed class WordTable
{
    private Entry[] _entries = new Entry[1 << 17]; // length is a power of two; never more than half full
    private int _used;

    public void Raise(string word, long amount)
    {
        var hash = Hash(word);
        var mask = _entries.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var entry = ref _entries[i];
            if (entry.Word is null)
            {
                entry = new Entry { Word = word, Hash = hash, Count = amount };
                if (++_used * 2 > _entries.Length) Grow();
                return;
            }

            if (entry.Hash != hash || !string.Equals(entry.Word, word, StringComparison.Ordinal)) continue;

            entry.Count += amount;
            return;
        }
    }

    public void Merge(WordTable other)
    {
        foreach (var (word, count) in other.Entries()) Raise(word, count);
    }

    public IEnumerable<KeyValuePair<string, long>> Entries()
    {
        foreach (var entry in _entries)
        {
            if (entry.Word is not null) yield return new KeyValuePair<string, long>(entry.Word, entry.Count);
        }
    }

    private static uint Hash(string word)
    {
        var hash = 2166136261u;
        foreach (var letter in word) hash = (hash ^ letter) * 16777619;
        return hash ^ (hash >> 15);
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        var mask = _entries.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Word is null) continue;

            var i = (int)entry.Hash & mask;
            while (_entries[i].Word is not null) i = (i + 1) & mask;
            _entries[i] = entry;
        }
    }

    private struct Entry
    {
        public string? Word;
        public uint Hash;
        public long Count;
    }
}
