namespace LambdaSpeed.Testing;

public static partial class CheckpointStoreContract
{
    private static void Keys_AreRead_AsCommitted(CheckpointStoreProbe probe)
    {
        var run = probe.Run();
        if (run.Journal is not IKeyedJournal) return;

        for (var round = 0; round < 10; round++)
        {
            run.CommitMany(5);
            probe.RequireEqual(run.State, KeyedBytes.ReadKeysOf((IKeyedJournal)run.Journal), "what was read key by key");
            run.Reopen();
            probe.RequireEqual(run.State, KeyedBytes.ReadKeysOf((IKeyedJournal)run.Journal), "what was read after another opening");
        }
        ((IKeyedJournal)run.Journal).ReadKeys("never committed", [new byte[] { 1 }], (_, _) => probe.Require(false, "a key was made up"));
        probe.Require(((IKeyedJournal)run.Journal).ResidentBytes > 0, "no key may be in memory");
    }

    private static void Keys_AreWalkedThrough_InOrder(CheckpointStoreProbe probe)
    {
        var run = probe.Run();
        if (run.Journal is not IKeyedJournal) return;

        for (var round = 0; round < 10; round++)
        {
            run.CommitMany(5);
            foreach (var most in (int[])[1, 7, 1000])
            {
                probe.RequireEqual(run.State, KeyedBytes.WalkThrough((IKeyedJournal)run.Journal, most), $"what was read {most} at a time");
            }
            run.Reopen();
        }
        var count = ((IKeyedJournal)run.Journal).ReadSome("never committed", null, 1, (_, _) => probe.Require(false, "a key was made up"));
        probe.RequireEqual(0, count, "the number of keys of a section that was never committed");
    }

    /// <summary>Many at a time, some of them large, half of them not there.</summary>
    private static void Keys_OfAllSizes_AreReadTogether(CheckpointStoreProbe probe)
    {
        if (probe.Open() is not IKeyedJournal journal) return;

        var random = new Random(9);
        using var writer = new ChangeWriter();
        var keys = Enumerable.Range(0, 1500).Select(i => KeyOf(i, 4 + (i % 100 == 0 ? random.Next(10_000) : random.Next(20)))).ToArray();
        var values = keys.Select((_, i) => i % 2 == 0 ? null : new byte[i % 99 == 0 ? random.Next(20_000) : random.Next(20)]).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            if (values[i] is not { } value) continue;
            random.NextBytes(value);
            writer.Put(keys[i], value);
        }
        journal.Commit(new(1), default, [new("sizes", writer.Written)]);
        foreach (var together in (int[])[1, 100, keys.Length])
        {
            for (var first = 0; first < keys.Length; first += together)
            {
                var asked = Enumerable.Range(first, Math.Min(together, keys.Length - first)).ToArray();
                random.Shuffle(asked);
                var found = new byte[]?[asked.Length];
                ReadOnlyMemory<byte>[] wanted = [.. asked.Select(i => (ReadOnlyMemory<byte>)keys[i])];
                journal.ReadKeys("sizes", wanted, (index, value) => found[index] = value.ToArray());
                for (var i = 0; i < asked.Length; i++)
                {
                    var (owed, read) = (values[asked[i]], found[i]);
                    probe.Require((owed is null) == (read is null) && read.AsSpan().SequenceEqual(owed),
                        $"key {asked[i]}, read with {asked.Length - 1} others, is not what was committed");
                }
            }
        }

        byte[] KeyOf(int number, int length)
        {
            var key = new byte[length];
            random.NextBytes(key);
            BitConverter.TryWriteBytes(key, number);
            return key;
        }
    }

    private static void Keys_WhoseHandlerThrows_ThrowTheSame(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(5);
        if (run.Journal is not IKeyedJournal journal) return;

        probe.RequireThrows<InjectedFaultException>(
            () => KeyedBytes.ReadKeysOf(journal, () => throw new InjectedFaultException("a handler")));
        run.CommitMany(2);
        probe.RequireEqual(run.State, KeyedBytes.ReadKeysOf(journal), "what was read key by key");
    }

    private static void Keys_OfADisposedJournal_AreNotRead(CheckpointStoreProbe probe)
    {
        if (probe.Open() is not IKeyedJournal journal) return;

        journal.Dispose();
        probe.RequireThrows<ObjectDisposedException>(() => KeyedBytes.ReadKeysOf(journal));
    }

    /// <summary>Each key is read as of some commit, and never as of an earlier one than before.</summary>
    private static void Keys_ReadBesideCommits_AreOfOneOfThem(CheckpointStoreProbe probe)
    {
        if (probe.Open() is not IKeyedJournal journal) return;

        const int Commits = 200;
        var isOver = false;
        using var writer = new ChangeWriter();
        using var reading = Task.Run(() =>
        {
            var last = 0;
            for (var isLast = false; !isLast;)
            {
                isLast = Volatile.Read(ref isOver);
                var found = 0;
                journal.ReadKeys("beside", [new byte[] { 7 }], (_, value) => found = value.Length);
                probe.Require(found >= last, $"commit {found} was read after commit {last}");
                last = found;
            }
            probe.RequireEqual(Commits, last, "the commit that is read after the last one");
        });
        for (var epoch = 1; epoch <= Commits; epoch++)
        {
            writer.Clear();
            writer.Put([7], new byte[epoch]);
            journal.Commit(new(epoch), default, [new("beside", writer.Written)]);
        }
        Volatile.Write(ref isOver, true);
        reading.GetAwaiter().GetResult();
    }

    private static void State_OfSomeSections_IsHandedOverAlone(CheckpointStoreProbe probe)
    {
        var run = probe.Run().CommitMany(10);
        if (run.Journal is not IKeyedJournal journal) return;

        foreach (var section in run.State.Values.Keys.Select(id => id.Section).Distinct())
        {
            var handed = KeyedBytes.Collect(handler => journal.ReadState(name => name == section, handler));
            probe.RequireEqual(run.State.Of(section), handed, $"the state of '{section}'");
        }
    }
}
