namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>One small history, as it was recorded when its format was new.</summary>
internal static class GoldenCheckpoints
{
    public static readonly EpochId Latest = new(5);

    /// <summary>The files of a format's version, by name.</summary>
    public static Dictionary<string, byte[]> Read(int version) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Golden", $"v{version}"))
            .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);

    /// <summary>The same history, written now: four commits, a snapshot of the second, and two starts.</summary>
    public static Dictionary<string, byte[]> Write()
    {
        var simulated = new StoreOnSimulatedDisk();
        using (var first = simulated.Store.Open("hits"))
        {
            first.Commit(new(1), Manifest(1), [Hits(("/a", 1), ("/b", 2)), Users((7, "Ann"), (8, "Bob"))]);
            first.Commit(new(2), Manifest(2), [Hits(("/a", 4))]);
            using var snapshot = first.BeginSnapshot(new(2), Manifest(2));
            snapshot.Write(Hits(("/a", 4), ("/b", 2)));
            snapshot.Write(Users((7, "Ann"), (8, "Bob")));
            snapshot.Complete(new(2));
            first.Commit(new(3), Manifest(3), [Users((7, null), (9, "Cem"))]);
        }
        using (var second = simulated.Store.Open("hits"))
        {
            second.Commit(Latest, Manifest(5), [Hits(("/größe", 1)), Users((8, new string('x', 200)))]);
        }
        return simulated.Copy();
    }

    /// <summary>What the history amounts to.</summary>
    public static string[] State =>
        ["users 7: ", "users 8: " + new string('x', 200), "users 9: Cem", "views/hits/0 /a: 4", "views/hits/0 /b: 2", "views/hits/0 /größe: 1"];

    /// <summary>What a store has, one line for each key.</summary>
    public static List<string> Describe(ICheckpointJournal journal)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        journal.ReadState((section, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var key = reader.Key;
                var value = reader.Value;
                var name = section == "users" ? $"{section} {Codec.Int32.Read(ref key)}" : $"{section} {Codec.String.Read(ref key)}";
                if (reader.Kind == ChangeKind.Remove) lines[name] = "";
                else lines[name] = section == "users" ? Codec.String.Read(ref value) : $"{Codec.Int64.Read(ref value)}";
            }
        });
        return [.. lines.Select(line => $"{line.Key}: {line.Value}")];
    }

    public static byte[] Manifest(int epoch) => [(byte)epoch, 0xAB, 0xCD];

    private static ChangeBlock Hits(params (string Page, long Count)[] changes)
    {
        using var writer = new ChangeWriter();
        foreach (var (page, count) in changes) writer.Put(Codec.String, page, Codec.Int64, count);
        return new("views/hits/0", writer.Written.ToArray());
    }

    private static ChangeBlock Users(params (int Id, string? Name)[] changes)
    {
        using var writer = new ChangeWriter();
        foreach (var (id, name) in changes)
        {
            if (name is null) writer.Remove(Codec.Int32, id);
            else writer.Put(Codec.Int32, id, Codec.String, name);
        }
        return new("users", writer.Written.ToArray());
    }
}
