using FsCheck.Xunit;
using LambdaSpeed.Checkpoints;
using LambdaSpeed.State;
using LambdaSpeed.Tests.Simulation;
using LambdaSpeed.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>Value, map and list states against plain collections.</summary>
public sealed class KeyedStateTests
{
    private static readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(2);

    [Property(MaxTest = 150)]
    public void States_WithAMemoryStore_HoldWhatTheModelHolds(uint seed) => Live(seed, CheckpointStore.InMemory(), null);

    [Property(MaxTest = 150)]
    public void States_WithAFileStore_HoldWhatTheModelHolds(uint seed) => Live(seed, Files((int)seed), null);

    [Property(MaxTest = 150)]
    public void States_ThatExpire_HoldWhatTheModelHolds(uint seed) => Live(seed, Files((int)seed), _timeToLive);

    [Property(MaxTest = 150)]
    public void States_WithAStoreByKey_HoldWhatTheModelHolds(uint seed, ushort residentBytes) =>
        Live(seed, new ByKeyStore(CheckpointStore.InMemory(), residentBytes % 4000), null);

    [Fact]
    public void Model_LivesThroughEverything()
    {
        var happened = (Epochs: 0, Restarts: 0, Rollbacks: 0, Snapshots: 0, Expired: 0);
        for (var seed = 1u; seed <= 10; seed++)
        {
            var (epochs, restarts, rollbacks, snapshots, expired) = Live(seed, Files((int)seed), _timeToLive);
            happened = (happened.Epochs + epochs, happened.Restarts + restarts, happened.Rollbacks + rollbacks,
                happened.Snapshots + snapshots, happened.Expired + expired);
        }
        Assert.True(happened is { Epochs: > 100, Restarts: > 20, Rollbacks: > 500, Snapshots: > 10, Expired: > 20 }, $"{happened}");
    }

    [Fact]
    public void Epoch_WritesOnlyWhatItHasChanged()
    {
        var state = new OneTask();
        state.Call(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                state.Map.Set($"{i}", i);
                state.List.Add(i);
            }
        });
        Assert.Equal(2000, state.Commit());
        state.Call(() =>
        {
            state.Map.Set("7", 8);
            state.Map.Remove("8");
            state.List.Add(9);
        });
        Assert.Equal(3, state.Commit());
        Assert.Equal(0, state.Commit());
        state.Call(state.List.Clear);
        Assert.Equal(1001, state.Commit());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_InSteadyState_AllocateNothing(bool expire)
    {
        var state = new OneTask(expire ? TimeSpan.FromHours(1) : null);
        for (var i = 0; i < 20_000; i++) Call(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++) Call(i);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000); // less than a byte each

        void Call(int i)
        {
            var key = i % 50L;
            state.States.Begin(key, LambdaSpeed.Codecs.KeyHash.Of(key, Codec.Int64));
            state.Value.Value++;
            state.Map.Set(i % 3 == 0 ? "a" : "b", i);
            if (i % 7 == 0) state.Map.Remove("a");
            state.List.Add(i);
            if (state.List.Count > 10) state.List.RemoveFirst();
            var sum = 0L;
            foreach (var item in state.List.Items) sum += item;
            foreach (var (_, value) in state.Map.Entries) sum += value;
            if (i % 11 == 0) state.Value.Clear();
            if (i / 50 % 5 == 4) state.States.Rollback(); // of each key some calls return: only then does its map stay
            else state.States.Commit();
            Assert.True(sum > 0 || i == 0);
            if (i % 500 == 0) state.Seal();
        }
    }

    [Fact]
    public void States_OfKeysThatComeAndGo_KeepTheirSize()
    {
        var state = new OneTask();
        for (var key = 0L; key < 100_000; key++)
        {
            state.Call(() =>
            {
                state.Value.Value = key;
                state.Map.Set("a", key);
                state.List.Add(key);
            }, key);
            state.Call(() =>
            {
                state.Value.Clear();
                state.Map.Clear();
                state.List.Clear();
            }, key - 10);
            if (key % 100 == 0) state.Commit();
        }
        Assert.InRange(state.Slots, 1, 4096);
    }

    [Fact]
    public void States_WithATimeToLive_KeepTheirSizeThoughNothingIsSwept()
    {
        var state = new OneTask(TimeSpan.FromMilliseconds(100));
        for (var key = 0L; key < 50_000; key++)
        {
            state.Call(() =>
            {
                state.Value.Value = key;
                state.Map.Set("a", key);
                state.List.Add(key);
            }, key);
            state.Clock.Advance(TimeSpan.FromMilliseconds(1)); // so 100 keys live at a time
            if (key % 20 == 0) state.Commit();
        }
        Assert.InRange(state.Slots, 1, 3 * 2048);
    }

    [Fact]
    public void List_ThatExpiresWholeAtOnce_IsRemovedInPortions()
    {
        var state = new OneTask(TimeSpan.FromSeconds(1));
        state.Call(() =>
        {
            for (var i = 0; i < 100_000; i++) state.List.Add(i);
        });
        state.Clock.Advance(TimeSpan.FromSeconds(1));
        state.Call(() => Assert.Equal(0, state.List.Count));
        var portions = 0;
        for (var left = 100_000; left > 0; portions++)
        {
            Assert.True(portions < 1000);
            state.States.Sweep();
            Assert.InRange(left - state.Elements, 0, 5_000);
            left = state.Elements;
        }
        Assert.InRange(portions, 10, 1000);
    }

    [Fact]
    public void Value_SeenByACall_DoesNotExpireWithinIt()
    {
        var state = new OneTask(TimeSpan.FromSeconds(1));
        state.Call(() => state.Value.Value = 7);
        state.Call(() =>
        {
            Assert.True(state.Value.Exists);
            state.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(7, state.Value.Value);
        });
        state.Call(() => Assert.False(state.Value.Exists));
    }

    [Fact]
    public void Write_BeginsTheTimeToLiveAnew()
    {
        var state = new OneTask(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            state.Call(() =>
            {
                Assert.Equal(i > 0, state.Map.Contains("a"));
                state.Map.Set("a", i);
                if (i == 0) state.Map.Set("b", i);
                Assert.Equal(i < 2 ? 2 : 1, state.Map.Count);
            });
            state.Clock.Advance(TimeSpan.FromMilliseconds(600));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(36_501 * 86_400_000d)]
    public void TimeToLive_OutOfBounds_IsRefused(double milliseconds)
    {
        var states = new OneTask().States;
        var thrown = Assert.Throws<InvalidOperationException>(() => states.Value<long>("late")); // frozen
        Assert.Contains("'late'", thrown.Message);
        var unfrozen = NewStates();
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => unfrozen.List<long>("short", TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Contains("'bolt'", refusal.Message);
        Assert.Contains("'short'", refusal.Message);
    }

    [Fact]
    public void Name_GivenTwiceOrEmpty_IsRefused()
    {
        var states = NewStates();
        states.Map<string, long>("same");
        Assert.Contains("'same'", Assert.Throws<InvalidOperationException>(() => states.List<long>("same")).Message);
        Assert.Throws<ArgumentException>(() => states.List<long>(" "));
    }

    [Fact]
    public void MapKey_ThatCannotBeHashed_IsRefused()
    {
        Assert.Contains("cannot be keys", Assert.Throws<CodecException>(() => NewStates().Map<long[], long>("map")).Message);
        Assert.Contains("no codec", Assert.Throws<CodecException>(() => NewStates().Map<Random, long>("map")).Message);
    }

    [Fact]
    public void State_OutsideOfACall_IsRefused()
    {
        var state = new OneTask();
        Assert.Contains("'bolt/value'", Assert.Throws<InvalidOperationException>(() => state.Value.Exists).Message);
        state.Call(() => state.Map.Set("a", 1));
        Assert.Throws<InvalidOperationException>(() => state.Value.Value = 1);
        Assert.Contains("'bolt/map'", Assert.Throws<InvalidOperationException>(() => state.Map.Set("a", 1)).Message);
        Assert.Throws<InvalidOperationException>(() => state.Map.Count);
        Assert.Contains("'bolt/list'", Assert.Throws<InvalidOperationException>(() => state.List.Add(1)).Message);
        Assert.Equal(1, state.Commit());
    }

    [Fact]
    public void Key_ThatComesAndGoesWithinAnEpoch_IsNotWritten()
    {
        var state = new OneTask();
        state.Call(() => state.Map.Set("a", 1));
        state.Call(() => state.Map.Clear());
        Assert.Equal(0, state.Commit());
        state.Call(() => state.Map.Set("a", 1));
        Assert.Equal(1, state.Commit());
        state.Call(() => state.Map.Remove("a"));
        state.Call(() => state.Map.Set("a", 2));
        state.Call(() => state.Map.Remove("a"));
        Assert.Equal(1, state.Commit());
    }

    [Fact]
    public void Element_OutsideOfTheList_IsRefused()
    {
        var state = new OneTask();
        state.Call(() =>
        {
            state.List.Add(5);
            Assert.Equal(5, state.List[0]);
            Assert.Contains("1 elements", Assert.Throws<ArgumentOutOfRangeException>(() => state.List[1]).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => state.List[-1]);
            Assert.Throws<ArgumentNullException>(() => state.Map.Set(null!, 1));
        });
    }

    private static KeyedStates<long> NewStates() =>
        new("bolt", 0, 1, Codec.Int64, new StateDirectory(16, EpochId.None), TimeProvider.System, new EventClock(isKnown: false));

    private static FileCheckpointStore Files(int seed)
    {
        var disk = new SimulatedDisk(seed);
        return new FileCheckpointStore("simulated disk", disk.Open, new() { SnapshotAfterBytes = 1 + (seed & 0x3FFF) });
    }

    private static (int Epochs, int Restarts, int Rollbacks, int Snapshots, int Expired) Live(
        uint seed, ICheckpointStore store, TimeSpan? timeToLive)
    {
        using var model = new KeyedStateModel((int)(seed * 2_654_435_761), store, timeToLive);
        for (var steps = 600; steps > 0; steps--) model.Step();
        model.Finish();
        return model.Happened;
    }

    /// <summary>The states of a single task, and an epoch after another.</summary>
    private sealed class OneTask
    {
        private readonly StateDirectory _directory = new(16, EpochId.None);
        private EpochId _epoch = new(1);

        public OneTask(TimeSpan? timeToLive = null)
        {
            States = new KeyedStates<long>("bolt", 0, 1, Codec.Int64, _directory, Clock, new EventClock(isKnown: false));
            Value = States.Value<long>("value", timeToLive);
            Map = States.Map<string, long>("map", timeToLive);
            List = States.List<long>("list", timeToLive);
            States.Freeze();
            _directory.Filled();
        }

        public FakeTimeProvider Clock { get; } = new();

        public KeyedStates<long> States { get; }

        public IValueState<long> Value { get; }

        public IMapState<string, long> Map { get; }

        public IListState<long> List { get; }

        public int Elements => ((StateSection<EntryKey<long, long>, Expiring<long>>)_directory.Find("state:bolt/list")!).Tables[0].Count;

        public int Slots => _directory.Sections.Sum(section => section switch
        {
            StateSection<long, Lasting<long>> values => values.Tables[0].Capacity,
            StateSection<long, Expiring<long>> values => values.Tables[0].Capacity,
            StateSection<EntryKey<long, string>, Lasting<long>> maps => maps.Tables[0].Capacity,
            StateSection<EntryKey<long, string>, Expiring<long>> maps => maps.Tables[0].Capacity,
            StateSection<EntryKey<long, long>, Lasting<long>> lists => lists.Tables[0].Capacity,
            StateSection<EntryKey<long, long>, Expiring<long>> lists => lists.Tables[0].Capacity,
            _ => throw new NotSupportedException(section.Name),
        });

        public void Call(Action call, long key = 1)
        {
            States.Begin(key, LambdaSpeed.Codecs.KeyHash.Of(key, Codec.Int64));
            call();
            States.Commit();
        }

        /// <summary>Ends the epoch; answers how many entries it changed.</summary>
        public long Commit()
        {
            using var writer = new ChangeWriter();
            Seal();
            foreach (var scan in _directory.Sections.SelectMany(section => section.Changes(new EpochId(_epoch.Number - 1))))
            {
                while (scan.WriteSome(writer, bytes: 64))
                {
                }
            }
            return writer.Count;
        }

        public void Seal()
        {
            States.Seal(_epoch.Next, new EpochId(_epoch.Number - 1));
            _epoch = _epoch.Next;
        }
    }
}
