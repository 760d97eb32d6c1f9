using FsCheck.Xunit;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>A walk over tables that change and grow meanwhile gives, with what was committed after its first epoch, the state.</summary>
public sealed class TableScanTests
{
    private static readonly SectionCodec<long, long> _codec = new(Codec.Int64, Codec.Int64);

    private static int _later;   // walks that ended as of a later epoch than they began
    private static int _rebuilt; // walks during which a table was rebuilt

    [Property(MaxTest = 300)]
    public void Walk_WithTheChangesAfterIt_IsTheState(uint seed)
    {
        var random = new Random((int)seed);
        var world = new World(random);
        for (var i = random.Next(0, 8); i > 0; i--) world.Step();
        var began = world.Published;
        using var pin = new MovingPin(world.Publication);
        var scan = new StateSection<long, long>("keys", world.Tables, _codec, keyGroups: 2).Scan(pin);
        var capacities = world.Tables.Sum(table => table.Capacity);
        using var writer = new ChangeWriter();
        while (scan.WriteSome(writer, random.Next(1, 2000)))
        {
            if (random.Next(3) == 0) world.Step();
        }
        if (pin.Epoch > began) _later++;
        if (world.Tables.Sum(table => table.Capacity) != capacities) _rebuilt++;
        for (var i = random.Next(0, 3); i > 0; i--) world.Step();

        var state = new Dictionary<long, long>();
        Fold(state, writer.Written.Span);
        Assert.True(world.Published >= pin.Epoch);
        for (var epoch = began.Number + 1; epoch <= world.Published.Number; epoch++) Fold(state, world.Changes[epoch]);
        Assert.Equal(world.Content.OrderBy(pair => pair.Key), state.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void TheProperty_MeetsLaterEpochs_AndTablesThatAreRebuilt()
    {
        for (var seed = 1u; seed < 60; seed++) Walk_WithTheChangesAfterIt_IsTheState(seed);
        Assert.True(_later > 30, $"{_later} walks went on to later epochs");
        Assert.True(_rebuilt > 10, $"a table was rebuilt during {_rebuilt} walks");
    }

    private static void Fold(Dictionary<long, long> state, ReadOnlySpan<byte> entries)
    {
        for (var reader = new ChangeReader(entries); reader.Read();)
        {
            if (_codec.TryRead(reader, out var key, out var value)) state[key] = value;
            else state.Remove(key);
        }
    }

    /// <summary>Two tables, what was committed of them, and what they hold as of the published epoch.</summary>
    private sealed class World(Random random)
    {
        private readonly Dictionary<long, long> _open = [];
        private readonly int _keys = random.Next(1, 1500);
        private long _epoch = 1;

        public EpochPublication Publication { get; } = new();

        public VersionedTable<long, long>[] Tables { get; } = [new(new EpochId(1)), new(new EpochId(1))];

        public Dictionary<long, byte[]> Changes { get; } = [];

        public Dictionary<long, long> Content { get; private set; } = [];

        public EpochId Published => Publication.Published;

        /// <summary>An epoch: changes, the seal, changes of the next one, the commit.</summary>
        public void Step()
        {
            Change(random.Next(0, 600));
            foreach (var table in Tables) table.Seal(new EpochId(_epoch + 1), Publication.OldestNeeded());
            Content = new(_open);
            var scans = new StateSection<long, long>("keys", Tables, _codec, keyGroups: 2).Changes(new EpochId(_epoch));
            Change(random.Next(0, 50));
            using var writer = new ChangeWriter();
            foreach (var scan in scans)
            {
                while (scan.WriteSome(writer, 500)) Change(random.Next(0, 3));
            }
            Changes.Add(_epoch, writer.Written.ToArray());
            Publication.Publish(new EpochId(_epoch++));
        }

        private void Change(int count)
        {
            for (; count > 0; count--)
            {
                var key = (long)random.Next(_keys);
                var hash = (uint)(key * 2_654_435_761) | 1;
                var table = Tables[key % 2];
                if (random.Next(3) == 0)
                {
                    if (table.Remove(key, hash)) _open.Remove(key);
                }
                else table.Set(key, hash, _open[key] = random.Next());
            }
        }
    }
}
