using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>Drives a table by random steps beside dictionaries, one for each epoch that is pinned, and compares what they read.</summary>
internal sealed class TableModel<TValue>(Random random, Func<TValue, long> read, TableModel<TValue>.Change add, Func<TValue, TValue>? copy)
{
    private const int Keys = 300;

    private readonly VersionedTable<long, TValue> _table = new(new EpochId(1), copy);
    private readonly Dictionary<long, long> _open = [];
    private readonly SortedDictionary<long, Dictionary<long, long>> _pinned = []; // by epoch, the newest always the published one
    private long _epoch = 1;

    public delegate void Change(ref TValue value, int by);

    public void Step()
    {
        switch (random.Next(16))
        {
            case 0: Seal(); break;
            case 1: Unpin(); break;
            case 2: Check(); break;
            case < 6: Remove(random.Next(random.Next(2, Keys))); break;
            default: Write(random.Next(random.Next(2, Keys)), random.Next(-5, 6)); break;
        }
    }

    private static uint HashOf(long key) => (uint)(key % 61) + 1; // many keys collide

    private void Write(long key, int by)
    {
        ref var entry = ref _table.Touch(key, HashOf(key));
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry)) entry = ref _table.Insert(key, HashOf(key), default!);
        VersionedTable<long, TValue>.BeginWrite(ref entry);
        add(ref entry.Value, by);
        VersionedTable<long, TValue>.EndWrite(ref entry);
        _open[key] = _open.GetValueOrDefault(key) + by;
    }

    private void Remove(long key) => Assert.Equal(_open.Remove(key), _table.Remove(key, HashOf(key)));

    private void Seal()
    {
        var oldest = _pinned.Count == 0 ? 0 : _pinned.Keys.First();
        _pinned[_epoch] = new(_open);
        _epoch++;
        _table.Seal(new EpochId(_epoch), new EpochId(oldest));
    }

    private void Unpin()
    {
        if (_pinned.Count > 1) _pinned.Remove(_pinned.Keys.ElementAt(random.Next(_pinned.Count - 1)));
    }

    /// <summary>Fills another table with what this one holds as of the published epoch, as a restart does.</summary>
    public void CheckRestored()
    {
        if (_pinned.Count == 0) return;
        var (epoch, content) = _pinned.Last();
        var restored = new VersionedTable<long, TValue>(new EpochId(epoch + 1), copy);
        restored.RestoreFrom(_table, new EpochId(epoch));
        foreach (var key in content.Keys.Where(key => key % 2 == 0).ToList())
        {
            restored.Forget(key, HashOf(key));
            content.Remove(key);
        }
        Assert.Equal(content.Count, restored.Count);
        for (var key = 0L; key < Keys; key++)
        {
            var found = TableReader.TryReadAsOf(restored, key, HashOf(key), epoch, out var value);
            Assert.Equal((content.ContainsKey(key), content.GetValueOrDefault(key)), (found, found ? read(value) : 0));
        }
    }

    private void Check()
    {
        Assert.Equal(_open.Count, _table.Count);
        for (var key = 0L; key < Keys; key++)
        {
            foreach (var (epoch, content) in _pinned)
            {
                var found = TableReader.TryReadAsOf(_table, key, HashOf(key), epoch, out var value);
                Assert.Equal(content.ContainsKey(key), found);
                if (found) Assert.Equal(content[key], read(value));
            }
            Assert.Equal(_open.ContainsKey(key), TableReader.TryReadLatest(_table, key, HashOf(key), out var latest, out _));
            if (_open.TryGetValue(key, out var expected)) Assert.Equal(expected, read(latest));
        }
    }
}
