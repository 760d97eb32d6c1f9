using LambdaSpeed.Checkpoints;
using LambdaSpeed.Codecs;
using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>State of which a part is in memory, and the store has the rest.</summary>
public sealed class ResidentKeysTests : IDisposable
{
    private const int Keys = 20_000;
    private const int ResidentBytes = 200_000;
    private const int MostKeys = ResidentBytes / 102; // of 32 bytes and their share of free slots

    private readonly ByKeyStore _store = new(CheckpointStore.InMemory(), ResidentBytes);
    private readonly MeteredJournal _journal;
    private readonly EpochPublication _publication = new();
    private readonly StateDirectory _directory = new(16, EpochId.None);
    private readonly KeyedStates<long> _states;
    private readonly IValueState<long> _count;
    private readonly EpochCommitter _committer;
    private readonly HashSet<long> _full = []; // epochs that were to end

    public ResidentKeysTests()
    {
        _journal = MeteredJournal.Open(_store, "large", TimeProvider.System);
        _states = new KeyedStates<long>("bolt", 0, 1, Codec.Int64, _directory, new FakeTimeProvider(), new EventClock(isKnown: false));
        _count = _states.Value<long>("count");
        _states.Freeze();
        _committer = new EpochCommitter(_journal, _directory, new Dictionary<(string, int), IPositionedSpout>());
        JournaledState.Load(_directory, _journal, []);
        JournaledState.Attach(_directory, _journal, epoch => _full.Add(epoch.Number));
        _directory.Filled();
    }

    private VersionedTable<long, Lasting<long>> Table => ((StateSection<long, Lasting<long>>)_directory.Find("state:bolt/count")!).Tables[0];

    public void Dispose()
    {
        _committer.Dispose();
        _journal.Dispose();
    }

    [Fact]
    public void MoreKeysThanFit_AreCountedRight_InBoundedMemory()
    {
        var (random, expected, most) = (new Random(1), new long[Keys], 0);
        for (var epoch = 0; epoch < 300; epoch++)
        {
            for (var chunk = 0; chunk < 10; chunk++) CountAll([.. Enumerable.Range(0, 50).Select(_ => random.NextInt64(Keys))], expected);
            Commit();
            most = Math.Max(most, Table.Resident);
        }
        Assert.InRange(most, MostKeys / 2, MostKeys + 1500); // three epochs of 500 keys may not go yet
        Assert.Equal(300, _full.Count);
        for (var key = 0L; key < Keys; key++) Assert.Equal(expected[key], Read(key));
    }

    [Fact]
    public void Epoch_IsToEnd_WhenAnEighthOfTheMemoryIsItsChanges()
    {
        var expected = new long[Keys];
        for (var chunk = 0; chunk < 12; chunk++)
        {
            CountAll([.. Enumerable.Range(chunk * 25, 25).Select(key => (long)key)], expected);
            CountAll([.. Enumerable.Range(chunk * 25, 25).Select(key => (long)key)], expected); // what has changed once, has changed
            Assert.Equal((chunk + 1) * 25 * 8 >= MostKeys, _full.Contains(1));
        }
        Commit();
        CountAll([.. Enumerable.Range(0, 25).Select(key => (long)key)], expected);
        Assert.DoesNotContain(2, _full);
    }

    /// <summary>How large they are is known from those that have changed and were read, before one has left.</summary>
    [Fact]
    public void LargeValues_LeaveMemory_LongBeforeThereAreMany()
    {
        var directory = new StateDirectory(16, EpochId.None);
        var states = new KeyedStates<long>("texts", 0, 1, Codec.Int64, directory, new FakeTimeProvider(), new EventClock(isKnown: false));
        var text = states.Value<string>("text");
        states.Freeze();
        using var committer = new EpochCommitter(_journal, directory, new Dictionary<(string, int), IPositionedSpout>());
        JournaledState.Attach(directory, _journal, epoch => _full.Add(epoch.Number));
        directory.Filled();
        var table = ((StateSection<long, Lasting<string>>)directory.Find("state:texts/text")!).Tables[0];
        for (var epoch = 0; epoch < 100; epoch++)
        {
            for (var chunk = 0; chunk < 2; chunk++)
            {
                var first = ((epoch * 2) + chunk) * 5;
                KeyedTuple<long, int>[] tuples =
                    [.. Enumerable.Range(first, 5).Select(key => new KeyedTuple<long, int>(key, KeyHash.Of(key, Codec.Int64), 1))];
                states.Fetch<int>(tuples);
                foreach (var tuple in tuples)
                {
                    states.Begin(tuple.Key, tuple.Hash);
                    text.Value = new string('x', 2_000);
                    states.Commit();
                }
            }
            Commit(states, committer);
            Assert.InRange(table.Resident, 1, 40); // of 8 KB each, and what the newest epochs have changed
        }
        Assert.True(_full.Count > 90, $"{_full.Count} epochs of 80 KB were full");
    }

    [Fact]
    public void KeysOfEveryEpoch_StayInMemory()
    {
        var (random, hot) = (new Random(2), Enumerable.Range(0, 500).Select(i => i * 37L).ToList());
        var expected = new long[Keys];
        long asked = 0;
        for (var epoch = 0; epoch < 200; epoch++)
        {
            CountAll([.. Enumerable.Range(0, 100).Select(_ => random.NextInt64(Keys))], expected);
            var before = _store.KeysAsked;
            CountAll([.. hot], expected);
            if (epoch >= 10) asked += _store.KeysAsked - before;
            Commit();
        }
        Assert.True(asked <= hot.Count * 190 / 50, $"keys that are used in each epoch were read {asked} times in 190 epochs");
    }

    [Fact]
    public void KeysThatAreReadAlone_StayInMemory()
    {
        var random = new Random(4);
        var expected = new long[Keys];
        CountAll([.. Enumerable.Range(0, 100).Select(key => (long)key)], expected);
        Commit();
        long asked = 0;
        for (var epoch = 0; epoch < 200; epoch++)
        {
            CountAll([.. Enumerable.Range(0, 100).Select(_ => random.NextInt64(100, Keys))], expected);
            var before = _store.KeysAsked;
            for (var key = 0L; key < 100; key++) Assert.Equal(expected[key], Read(key));
            asked += _store.KeysAsked - before;
            Commit();
        }
        Assert.True(asked <= 400, $"keys that are read in each epoch were fetched {asked} times in 200 epochs");
    }

    [Fact]
    public void KeysThatAreNowhere_TakeNoMemory()
    {
        for (var epoch = 0; epoch < 200; epoch++)
        {
            for (var key = 0L; key < 1000; key++) Assert.Equal(0, Read((epoch * 1000) + key));
            Commit();
        }
        Assert.Equal(0, Table.Count);
        Assert.InRange(Table.Capacity, 1, 16 * 1024);
        Assert.Equal(0, _journal.Describe(isOver: false).BytesCommitted);
    }

    [Fact]
    public void PinnedEpoch_KeepsWhatChangedAfterIt()
    {
        var expected = new long[Keys];
        CountAll([.. Enumerable.Range(0, 100).Select(key => (long)key)], expected);
        Commit();
        _publication.Pin();
        for (var epoch = 0; epoch < 50; epoch++)
        {
            CountAll([.. Enumerable.Range(100 + (epoch * 300), 300).Select(key => (long)key)], expected);
            Commit();
        }
        Assert.True(Table.Resident >= 50 * 300, $"{Table.Resident} keys are left of {50 * 300} that changed since the pin");
    }

    private void CountAll(long[] keys, long[] expected)
    {
        KeyedTuple<long, int>[] tuples = [.. keys.Select(key => new KeyedTuple<long, int>(key, KeyHash.Of(key, Codec.Int64), 1))];
        _states.Fetch<int>(tuples);
        foreach (var tuple in tuples)
        {
            _states.Begin(tuple.Key, tuple.Hash);
            _count.Value++;
            _states.Commit();
            expected[tuple.Key]++;
        }
    }

    private long Read(long key)
    {
        var hash = KeyHash.Of(key, Codec.Int64);
        _states.Fetch(key, hash);
        _states.Begin(key, hash);
        var value = _count.Value;
        _states.Commit();
        return value;
    }

    private void Commit() => Commit(_states, _committer);

    private void Commit(KeyedStates<long> states, EpochCommitter committer)
    {
        var epoch = _publication.Published.Next;
        states.Seal(epoch.Next, _publication.OldestNeeded());
        foreach (var part in committer.Begin(epoch, []))
        {
            while (part.GatherSome())
            {
            }
        }
        committer.Commit(epoch, []);
        _publication.Publish(epoch);
    }
}
