using FsCheck.Xunit;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>The table against a model: a dictionary for each epoch.</summary>
public sealed class VersionedTableTests
{
    [Property(MaxTest = 300)]
    public void Table_AfterAnySteps_ReadsAsTheModelAtEveryPinnedEpoch(uint seed)
    {
        var random = new Random((int)(seed * 2_654_435_761));
        var steps = new TableModel<long>(random, read: value => value, add: (ref long value, int by) => value += by, copy: null);
        for (var i = random.Next(1, 600); i > 0; i--) steps.Step();
        steps.CheckRestored();
    }

    [Property(MaxTest = 300)]
    public void Table_OfValuesChangedInPlace_ReadsAsTheModelAtEveryPinnedEpoch(uint seed)
    {
        var random = new Random((int)(seed * 2_654_435_761));
        var steps = new TableModel<long[]>(
            random,
            read: value => value is null ? 0 : value[0],
            add: (ref long[] value, int by) => (value ??= new long[1])[0] += by,
            copy: value => [.. value]);
        for (var i = random.Next(1, 600); i > 0; i--) steps.Step();
        steps.CheckRestored();
    }

    [Fact]
    public void Table_WithoutPins_ReusesUndoSegments()
    {
        var table = new VersionedTable<long, long>(new EpochId(1));
        table.Insert(7, 7, 0);
        for (var epoch = 1; epoch <= 10_000; epoch++)
        {
            table.Touch(7, 7).Value++;
            table.Seal(new EpochId(epoch + 1), oldestNeeded: new EpochId(epoch - 1));
        }

        Assert.InRange(table.ApproximateBytes, 1, 2_000);
        Assert.True(TableReader.TryReadAsOf(table, 7L, 7u, 10_000, out var value));
        Assert.Equal(10_000, value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(40_961)]
    [InlineData(100_000)]
    public void Table_WithExpectedKeys_NeverGrows(int expected)
    {
        var table = new VersionedTable<long, long>(new EpochId(1), expected: expected);
        var entries = table.Entries;
        for (var key = 1; key <= expected; key++) table.Insert(key, (uint)key, key);

        Assert.Same(entries, table.Entries);
        Assert.InRange(entries.Length, 16, Math.Max(16, expected * 6));
    }

    [Fact]
    public void Table_OfKeysThatComeAndGo_KeepsItsSize()
    {
        var table = new VersionedTable<long, string>(new EpochId(1));
        for (var key = 0L; key < 1_000_000; key++)
        {
            table.Insert(key, HashOf(key), "value");
            if (key >= 1000) Assert.True(table.Remove(key - 1000, HashOf(key - 1000)));
            if (key % 500 == 0) table.Seal(new EpochId((key / 500) + 2), oldestNeeded: new EpochId(key / 500));
        }

        Assert.Equal(1000, table.Count);
        Assert.InRange(table.Capacity, 1000, 16_384);
        Assert.InRange(table.ApproximateBytes, 1, 2_000_000);
    }

    [Fact]
    public void Table_ThatWasLarge_BecomesSmallAgain()
    {
        var table = new VersionedTable<long, long>(new EpochId(1));
        for (var key = 0L; key < 100_000; key++) table.Insert(key, HashOf(key), key);
        var largest = table.Capacity;
        for (var key = 10L; key < 100_000; key++) table.Remove(key, HashOf(key));
        for (var epoch = 2; epoch < 1000; epoch++) table.Seal(new EpochId(epoch), oldestNeeded: new EpochId(epoch - 1));

        Assert.InRange(table.Capacity, 16, largest / 100);
        for (var key = 0L; key < 100; key++) Assert.Equal(key < 10, TableReader.TryReadLatest(table, key, HashOf(key), out _, out _));
    }

    [Fact]
    public void Table_ToggledManyTimesInOneEpoch_ListsTheKeyOnce()
    {
        var table = new VersionedTable<long, long>(new EpochId(1));
        for (var i = 0; i < 100_000; i++)
        {
            table.Insert(7, 7, i);
            table.Remove(7, 7);
        }
        table.Seal(new EpochId(2), oldestNeeded: new EpochId(0));

        Assert.Equal(1, table.FindUndo(new EpochId(1))!.Count);
        Assert.Equal((0, 16), (table.Count, table.Capacity));
        Assert.InRange(table.ApproximateBytes, 1, 2_000);
    }

    /// <summary>The keys are a window that moves on with each epoch: readers beside the owner must find exactly the window of their epoch,
    /// though slots go from key to key.</summary>
    [Fact]
    public async Task Reader_BesideKeysThatComeAndGo_FindsExactlyThoseOfItsEpoch()
    {
        const int Window = 60;
        const int Epochs = 40_000;
        var publication = new EpochPublication();
        var table = new VersionedTable<(long, long), (long, long)>(new EpochId(1));
        var isOver = false;
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() => Read(new Random(reader)))).ToArray();
        for (var epoch = 1L; epoch <= Epochs; epoch++)
        {
            for (var key = epoch * 7; key < (epoch * 7) + Window; key++)
            {
                if (key >= ((epoch - 1) * 7) + Window || epoch == 1) table.Set((key, key), HashOf(key), (key, -key));
            }
            for (var key = (epoch - 1) * 7; key < epoch * 7; key++) table.Remove((key, key), HashOf(key));
            table.Seal(new EpochId(epoch + 1), publication.OldestNeeded());
            publication.Publish(new EpochId(epoch));
            if (readers.Any(reader => reader.IsFaulted)) break;
        }
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(readers);
        Assert.Equal(Window, table.Count);

        void Read(Random random)
        {
            while (!Volatile.Read(ref isOver))
            {
                var epoch = publication.Published.Number;
                if (epoch == 0) continue;
                var key = (epoch * 7) + random.Next(-20, Window + 20);
                var found = TableReader.TryReadAsOf(table, (key, key), HashOf(key), epoch, out var value);
                var exists = TableReader.TryReadLatest(table, (key, key), HashOf(key), out var latest, out _);
                if (exists) Assert.Equal((key, -key), latest);
                Volatile.ReadBarrier();
                if (publication.Published.Number == epoch) AssertWindow(key, epoch, found, value);
                if (random.Next(8) == 0) ReadPinned();
            }
        }

        void ReadPinned()
        {
            var pinned = publication.Pin();
            var keys = new List<long>();
            foreach (ref var entry in table.Entries.AsSpan())
            {
                if (Volatile.Read(ref entry.Hash) == 0) continue;
                if (!TableReader.TryReadAsOf(table, ref entry, pinned.Number, out var value, out _)) continue;
                AssertWindow(entry.Key.Item1, pinned.Number, true, value);
                keys.Add(entry.Key.Item1);
            }
            Assert.Equal(pinned.Number == 0 ? 0 : Window, keys.Distinct().Count());
            publication.Unpin(pinned);
        }

        static void AssertWindow(long key, long epoch, bool found, (long, long) value)
        {
            Assert.Equal(key >= epoch * 7 && key < (epoch * 7) + Window, found);
            if (found) Assert.Equal((key, -key), value);
        }
    }

    private static uint HashOf(long key) => (uint)(key * 2_654_435_761) | 1;
}
