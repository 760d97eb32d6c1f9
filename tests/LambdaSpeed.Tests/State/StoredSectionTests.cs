using LambdaSpeed.Codecs;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>Reads beside the owner, who changes what is being read at the worst moments.</summary>
public sealed class StoredSectionTests : IDisposable
{
    private readonly Store _store = new();
    private readonly VersionedTable<long, long> _table = new(new EpochId(1));
    private readonly StoredSection<long, long> _section;
    private long _open = 1;
    private long _oldestNeeded;

    public StoredSectionTests()
    {
        _section = new("view:sums", new(Codec.Int64, Codec.Int64), new StoredKeys(() => 1, _store.ReadKeys, _store.ReadSome, _ => { }));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void KeyThatIsNotInMemory_IsReadFromTheStore()
    {
        _store.Values[7] = 70;
        Assert.True(TryRead(7, 0, out var value));
        Assert.Equal(70, value);
        Assert.False(TryRead(8, 0, out _));
        Assert.True(_section.TryReadLatest(_table, 7, Hash(7), out value, out var epoch));
        Assert.Equal((70, 0), (value, epoch));
        Assert.False(_section.TryReadLatest(_table, 8, Hash(8), out _, out _));
    }

    [Theory]
    [InlineData(false)] // before the store is read
    [InlineData(true)]  // after it
    public void KeyThatChangesMeanwhile_IsReadAsItWas(bool isAfter)
    {
        _store.Values[7] = 70;
        Interfere(isAfter, () =>
        {
            Change(7, 71);
            Commit(); // and not published
        });
        Assert.True(TryRead(7, 0, out var value));
        Assert.Equal(70, value);
        Assert.Equal(71, _store.Values[7]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeyThatComesMeanwhile_IsNotThereYet(bool isAfter)
    {
        Interfere(isAfter, () =>
        {
            Change(8, 80);
            Commit();
        });
        Assert.False(TryRead(8, 0, out _));
        Assert.Equal(80, _store.Values[8]);
        Assert.True(TryRead(8, 1, out var value));
        Assert.Equal(80, value);
    }

    [Fact]
    public void LatestRead_FindsWhatComesMeanwhile()
    {
        Interfere(isAfter: true, () => Change(8, 80));
        Assert.True(_section.TryReadLatest(_table, 8, Hash(8), out var value, out var epoch));
        Assert.Equal((80, 1), (value, epoch));
    }

    [Fact]
    public void AllKeys_AreReadAsOfOneEpoch_WhateverIsCommittedMeanwhile()
    {
        for (var key = 0L; key < 3000; key++) _store.Values[key] = 1;
        for (var key = 0L; key < 3000; key += 3) Change(key, 1); // in memory and not changed
        Commit();
        _oldestNeeded = 1; // published, and pinned
        var random = new Random(1);
        var rest = 0;
        foreach (var (key, value) in _section.ReadAll((_, _) => _table, new(1)))
        {
            Assert.Equal((rest++, 1), (key, value));
            if (key % 100 != 0) continue;
            for (var i = 0; i < 20; i++) Change(random.NextInt64(4000), 2); // also keys that there were not
            Commit();
        }
        Assert.Equal(3000, rest);
        Assert.True(_store.Values.Values.Count(value => value == 2) > 400);
    }

    [Fact]
    public void KeysAreCounted_WhereverTheyAre()
    {
        for (var key = 0L; key < 1000; key++) _store.Values[key] = 1;
        _table.BeginWith(1000);
        Assert.Equal((1000, 1000), (_table.Keys, _table.KeysAsOf(EpochId.None)));
        for (var key = 900L; key < 1100; key++) Change(key, 2);
        Assert.Equal((1100, 1000), (_table.Keys, _table.KeysAsOf(EpochId.None)));
        Commit();
        _oldestNeeded = 1;
        Change(2000, 1);
        Assert.Equal((1101, 1100), (_table.Keys, _table.KeysAsOf(new(1))));
        Commit();
        var hand = 0;
        for (var i = 0; i < 64; i++) _table.EvictSome(ref hand, (_, _) => { });
        Assert.True(_table.Count < 200, $"{_table.Count} keys have stayed");
        Assert.Equal((1101, 1101), (_table.Keys, _table.KeysAsOf(new(2))));
    }

    private bool TryRead(long key, long epoch, out long value) => _section.TryReadAsOf(_table, key, Hash(key), new(epoch), out value);

    private void Interfere(bool isAfter, Action change)
    {
        if (isAfter) _store.After = Once;
        else _store.Before = Once;

        void Once()
        {
            (_store.Before, _store.After) = (null, null);
            change();
        }
    }

    /// <summary>What the owner does with a tuple.</summary>
    private void Change(long key, long value)
    {
        if (!_table.TryUse(key, Hash(key)))
        {
            if (_store.Values.TryGetValue(key, out var stored)) _table.BringIn(key, Hash(key), stored);
            else _table.NoteAbsent(key, Hash(key));
        }
        _table.Set(key, Hash(key), value);
    }

    private void Commit()
    {
        _table.Seal(new(_open + 1), new(_oldestNeeded));
        var changed = _table.FindUndo(new(_open))!;
        for (var i = 0; i < changed.Count; i++)
        {
            var key = changed[i].Key;
            if (TableReader.TryReadAsOf(_table, key, Hash(key), _open, out var value)) _store.Values[key] = value;
        }
        _open++;
    }

    private static uint Hash(long key) => KeyHash.Of(key, Codec.Int64);

    /// <summary>Holds numbers, and lets somebody in before and after each read.</summary>
    private sealed class Store : IKeyedJournal
    {
        public SortedDictionary<long, long> Values { get; } = [];

        public Action? Before { get; set; }

        public Action? After { get; set; }

        public long Incarnation => 1;

        public Checkpoint? Latest => null;

        public long ResidentBytes => 1;

        public void ReadState(ChangeBlockHandler handler) => throw new NotSupportedException();

        public void ReadState(Func<string, bool> includes, ChangeBlockHandler handler) => throw new NotSupportedException();

        public void ReadKeys(string section, IReadOnlyList<ReadOnlyMemory<byte>> keys, KeyedValueHandler handler)
        {
            Before?.Invoke();
            for (var i = 0; i < keys.Count; i++)
            {
                if (Values.TryGetValue(BitConverter.ToInt64(keys[i].Span), out var value)) handler(i, BitConverter.GetBytes(value));
            }
            After?.Invoke();
        }

        public int ReadSome(string section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
        {
            var entries = Values.Where(pair => behind is not { } from || pair.Key > BitConverter.ToInt64(from.Span)).Take(most).ToList();
            foreach (var (key, value) in entries) handler(BitConverter.GetBytes(key), BitConverter.GetBytes(value));
            return entries.Count;
        }

        public void Commit(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
