using System.Text;

namespace LambdaSpeed.Testing;

public static partial class CheckpointStoreContract
{
    private static void Commits_AreThereAtTheNextOpen(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(10).Reopen().CommitMany(10).Reopen();

        probe.Require(run.State != KeyedBytes.Empty, "nothing was committed");
        probe.RequireEqual(3, run.Journal.Incarnation, "the incarnation");
    }

    private static void Commit_ThatChangesNothing_MovesTheEpoch(CheckpointStoreProbe probe)
    {
        var run = probe.Run().Commit().Commit(changes: 0).Reopen();

        probe.RequireEqual(run.Epoch, run.Journal.Latest!.Epoch, "the latest epoch");
    }

    private static void Commit_OfNoLaterEpoch_IsRefused(CheckpointStoreProbe probe)
    {
        var journal = probe.Open();
        journal.Commit(new(5), default, []);
        foreach (var epoch in new[] { 0, 4, 5 }) probe.RequireThrows<ArgumentException>(() => journal.Commit(new(epoch), default, []));
        journal.Dispose();
        var again = probe.Open();

        probe.RequireThrows<ArgumentException>(() => again.Commit(new(5), default, []));
        again.Commit(new(6), default, []);
    }

    private static void Commit_WithoutSection_IsRefused_AndChangesNothing(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(3);
        ChangeBlock[] nameless = [new("a", new byte[] { 2, 1, 7 }), default];
        ChangeBlock[] endless = [new("a", new byte[] { 2, 1, 7 }), new(new string('a', 70_000), default)];

        probe.RequireThrows<ArgumentException>(() => run.Journal.Commit(run.Epoch.Next, default, nameless));
        probe.RequireThrows<ArgumentException>(() => run.Journal.Commit(run.Epoch.Next, default, endless));
        run.Check();
        run.Commit().Reopen();
    }

    private static void Commit_OfOneKeyTwice_KeepsTheLaterEntry(CheckpointStoreProbe probe)
    {
        using (var writer = new ChangeWriter())
        using (var later = new ChangeWriter())
        using (var journal = probe.Open())
        {
            for (byte value = 1; value <= 3; value++) writer.Put([7], [value]);
            writer.Put([8], [1]);
            writer.Remove([8]);
            writer.Remove([9]);
            writer.Put([9], [9]);
            later.Put([7], [4]);
            journal.Commit(new(1), default, [new("a", writer.Written), new("b", writer.Written), new("a", later.Written)]);
        }
        var found = Read(probe.Open());

        probe.RequireEqual(4, found[("a", "07")].Single(), "the key's value");
        probe.RequireEqual(3, found[("b", "07")].Single(), "the value in another section");
        probe.RequireEqual(9, found[("a", "09")].Single(), "the value of a key that came back");
        probe.RequireEqual(4, found.Count, "the number of keys");
    }

    private static void Commits_InGreatNumber_AreKept(CheckpointStoreProbe probe)
    {
        const int Commits = 1500, Keys = 5000;
        using var writer = new ChangeWriter();
        using (var journal = probe.Open())
        {
            for (long epoch = 1; epoch <= Commits; epoch++)
            {
                writer.Clear();
                for (var i = 0; i < 20; i++) writer.Put(Codec.Int64, ((20 * epoch) + i) % Keys, Codec.Int64, epoch);
                journal.Commit(new(epoch), PlayedRun.ManifestOf(new(epoch)), [new("counts", writer.Written)]);
            }
        }
        var again = probe.Open();
        probe.RequireEqual(Commits, again.Latest!.Epoch.Number, "the latest epoch");
        var found = Read(again);
        probe.RequireEqual(Keys, found.Count, "the number of keys");
        foreach (var ((_, key), value) in found)
        {
            var (number, epoch) = (BitConverter.ToInt64(Convert.FromHexString(key)), BitConverter.ToInt64(value));
            var last = Enumerable.Range(0, Keys / 20).Select(i => Commits - i)
                .First(at => (number - (20L * at) + (20L * Keys)) % Keys < 20);
            probe.RequireEqual(last, epoch, $"the value of key {number}");
        }
    }

    private static void Keys_OfAnyBytes_AreToldApart(CheckpointStoreProbe probe)
    {
        byte[][] keys = [[], [0], [0, 0], [0xFF], [0xFF, 0xFF], [0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF], [1], [1, 0], new byte[3000]];
        using (var writer = new ChangeWriter())
        using (var journal = probe.Open())
        {
            for (byte i = 0; i < keys.Length; i++) writer.Put(keys[i], [i]);
            journal.Commit(new(1), default, [new("a", writer.Written), new("b", writer.Written)]);
            writer.Clear();
            for (byte i = 0; i < keys.Length; i += 2) writer.Remove(keys[i]);
            journal.Commit(new(2), default, [new("b", writer.Written)]);
        }
        var found = Read(probe.Open());

        for (var i = 0; i < keys.Length; i++)
        {
            probe.RequireEqual(i, found[("a", Convert.ToHexString(keys[i]))].Single(), "the key's value");
            probe.RequireEqual(i % 2 == 1, found.ContainsKey(("b", Convert.ToHexString(keys[i]))), $"that key {i} is there");
        }
    }

    private static void Sections_OfAnyName_AreToldApart(CheckpointStoreProbe probe)
    {
        string[] names = ["a", "A", "", " ", "a/b", "a\0b", "größe", "日本", "\U0001f600", new('x', 60_000)];
        using (var writer = new ChangeWriter())
        using (var journal = probe.Open())
        {
            for (byte i = 0; i < names.Length; i++)
            {
                writer.Clear();
                writer.Put([1], [i]);
                journal.Commit(new(i + 1), default, [new(names[i], writer.Written)]);
            }
        }
        var found = Read(probe.Open());

        probe.RequireEqual(names.Length, found.Count, "the number of sections");
        for (var i = 0; i < names.Length; i++) probe.RequireEqual(i, found[(names[i], "01")].Single(), "the section's value");
    }

    private static void Blocks_AndEntriesOfAnyLength_ComeBack(CheckpointStoreProbe probe)
    {
        var manifest = Encoding.UTF8.GetBytes(new string('m', 100_000));
        var blocks = new[] { Block("long", 3_000, 1_000), Block("entry", 1, 3_000_000), Block("many", 200_000, 8), Block("none", 0, 0) };
        using (var journal = probe.Open()) journal.Commit(new(1), manifest, blocks);
        var again = probe.Open();

        probe.Require(again.Latest!.Manifest.Span.SequenceEqual(manifest), "the manifest is another");
        var found = Read(again).GroupBy(entry => entry.Key.Section).ToDictionary(section => section.Key, section => section.ToList());
        probe.RequireEqual("entry, long, many", string.Join(", ", found.Keys.Order(StringComparer.Ordinal)), "the list of sections");
        probe.RequireEqual(3_000, found["long"].Count, "the number of keys");
        probe.RequireEqual(200_000, found["many"].Count, "the number of keys");
        probe.RequireEqual(3_000_000, found["entry"].Single().Value.Length, "the length of the long value");
        probe.Require(found["long"].TrueForAll(entry => entry.Value.Length == 1_000 && entry.Value.All(b => b == 7)), "values are others");
    }

    private static ChangeBlock Block(string section, int entries, int valueBytes)
    {
        using var writer = new ChangeWriter();
        var value = new byte[valueBytes];
        Array.Fill(value, (byte)7);
        for (long i = 0; i < entries; i++) writer.Put(BitConverter.GetBytes(i), value);
        return new(section, writer.Written.ToArray());
    }

    /// <summary>The state as it stands: by section and key in hexadecimal.</summary>
    private static Dictionary<(string Section, string Key), byte[]> Read(ICheckpointJournal journal)
    {
        var found = new Dictionary<(string, string), byte[]>();
        journal.ReadState((section, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var id = (section, Convert.ToHexString(reader.Key));
                if (reader.Kind == ChangeKind.Put) found[id] = reader.Value.ToArray();
                else found.Remove(id);
            }
        });
        return found;
    }
}
