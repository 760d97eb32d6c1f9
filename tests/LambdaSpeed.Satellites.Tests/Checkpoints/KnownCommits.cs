namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>Commits of which everybody knows what they are: each process can say what a store must hold.</summary>
internal static class KnownCommits
{
    private const int Keys = 500;
    private const int ChangesPerEpoch = 40;

    private static readonly string[] Sections = ["view:counted", "view@1:counted", "state:bolt/seen"];

    public static byte[] ManifestOf(long epoch) => BitConverter.GetBytes(epoch * 31);

    public static void Commit(ICheckpointJournal journal, long epoch)
    {
        var blocks = new List<ChangeBlock>();
        foreach (var section in ChangesOf(epoch).GroupBy(change => change.Section))
        {
            using var writer = new ChangeWriter();
            foreach (var (_, key, value) in section)
            {
                if (value is { } put) writer.Put(Codec.Int64, key, Codec.Bytes, put);
                else writer.Remove(Codec.Int64, key);
            }
            blocks.Add(new(section.Key, writer.Written.ToArray()));
        }
        journal.Commit(new(epoch), ManifestOf(epoch), blocks);
    }

    /// <summary>The state as of an epoch.</summary>
    public static Dictionary<(string Section, long Key), string> FoldOf(long epoch)
    {
        var state = new Dictionary<(string, long), string>();
        for (var i = 1L; i <= epoch; i++)
        {
            foreach (var (section, key, value) in ChangesOf(i))
            {
                if (value is null) state.Remove((section, key));
                else state[(section, key)] = Convert.ToHexString(value);
            }
        }
        return state;
    }

    public static Dictionary<(string Section, long Key), string> Read(ICheckpointJournal journal)
    {
        var state = new Dictionary<(string, long), string>();
        journal.ReadState((section, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var key = reader.Key;
                var value = reader.Value;
                state[(section, Codec.Int64.Read(ref key))] = Convert.ToHexString(Codec.Bytes.Read(ref value));
            }
        });
        return state;
    }

    private static IEnumerable<(string Section, long Key, byte[]? Value)> ChangesOf(long epoch)
    {
        var random = new Random((int)epoch);
        for (var i = 0; i < ChangesPerEpoch; i++)
        {
            var (section, key) = (Sections[random.Next(Sections.Length)], random.NextInt64(Keys));
            var value = new byte[random.Next(400)];
            random.NextBytes(value);
            yield return (section, key, random.Next(4) == 0 ? null : value);
        }
    }
}
