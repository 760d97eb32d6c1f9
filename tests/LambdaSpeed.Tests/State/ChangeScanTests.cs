using FsCheck.Xunit;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>What an epoch changed is found whole, each key once, while the owner goes on with the next epoch in between.</summary>
public sealed class ChangeScanTests
{
    private static readonly SectionCodec<long, long> _codec = new(Codec.Int64, Codec.Int64);

    private static int _again; // walks in which keys were changed again before they were written

    [Property(MaxTest = 300)]
    public void Scan_BesideTheOwner_GivesEachChangedKeyOnceAsOfItsEpoch(uint seed)
    {
        var random = new Random((int)seed);
        var tables = new[] { new VersionedTable<long, long>(new EpochId(1)), new VersionedTable<long, long>(new EpochId(1)) };
        var keys = random.Next(1, 400);
        var content = new Dictionary<long, long>();
        var changed = new HashSet<long>();
        var former = new HashSet<long>(); // keys that were there when the epoch began
        using var writer = new ChangeWriter();
        for (var epoch = 1; epoch < 12; epoch++)
        {
            for (var i = random.Next(0, 300); i > 0; i--) Change();
            foreach (var table in tables) table.Seal(new EpochId(epoch + 1), new EpochId(epoch - 1));
            var expected = changed.Where(key => content.ContainsKey(key) || former.Contains(key))
                .ToDictionary(key => key, key => content.TryGetValue(key, out var value) ? value : (long?)null);
            changed.Clear();
            former = [.. content.Keys];

            List<StateScan> scans = [.. new StateSection<long, long>("keys", tables, _codec, keyGroups: 2).Changes(new EpochId(epoch))];
            writer.Clear();
            while (scans.Count > 0)
            {
                var scan = scans[random.Next(scans.Count)]; // different tables' side by side
                if (!scan.WriteSome(writer, random.Next(1, 200))) scans.Remove(scan);
                for (var i = random.Next(0, 40); i > 0; i--) Change();
            }
            if (changed.Overlaps(expected.Keys)) _again++;

            Assert.Equal(expected.OrderBy(entry => entry.Key), Read(writer).OrderBy(entry => entry.Key));
        }

        void Change()
        {
            var key = random.Next(keys);
            var hash = (uint)(key * 2_654_435_761) | 1;
            var table = tables[key % 2];
            if (random.Next(4) == 0)
            {
                if (!table.Remove(key, hash)) return;
                content.Remove(key);
            }
            else
            {
                content[key] = content.GetValueOrDefault(key) + random.Next(1000) + 1;
                table.Set(key, hash, content[key]);
            }
            changed.Add(key);
        }
    }

    [Fact]
    public void TheProperty_MeetsKeysThatChangeAgainDuringTheWalk()
    {
        for (var seed = 1u; seed < 20; seed++) Scan_BesideTheOwner_GivesEachChangedKeyOnceAsOfItsEpoch(seed);
        Assert.True(_again > 50);
    }

    private static List<KeyValuePair<long, long?>> Read(ChangeWriter writer)
    {
        var entries = new List<KeyValuePair<long, long?>>();
        var reader = new ChangeReader(writer.Written.Span);
        while (reader.Read())
        {
            var exists = _codec.TryRead(reader, out var key, out var value);
            entries.Add(new(key, exists ? value : null));
        }
        return entries;
    }
}
