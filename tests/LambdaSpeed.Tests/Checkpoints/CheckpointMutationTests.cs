using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Files with random damage: a typed exception, or the state of an epoch that was committed; never anything else.</summary>
public sealed class CheckpointMutationTests
{
    private static readonly int FilesPerPart = LongRun.Mutations(otherwise: 20_000) / 4;

    private static readonly (Dictionary<string, byte[]> Files, Dictionary<EpochId, KeyedBytes> States, EpochId Latest) Ended = Record(ends: true);
    private static readonly (Dictionary<string, byte[]> Files, Dictionary<EpochId, KeyedBytes> States, EpochId Latest) Killed = Record(ends: false);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MutatedFiles_GiveACommittedStateOrATypedException(int part)
    {
        var refused = 0;
        for (var seed = part * FilesPerPart; seed < (part + 1) * FilesPerPart; seed++)
        {
            var (files, states, _) = seed % 2 == 0 ? Ended : Killed;
            if (!TryOpen(Mutate(files, new Random(seed)), states, seed, out _)) refused++;
        }
        Assert.InRange(refused, FilesPerPart / 10, FilesPerPart * 9L / 10);
    }

    [Fact]
    public void FlippedBit_AfterTheEndOfARun_LosesNoCommit()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var files = new Dictionary<string, byte[]>(Ended.Files);
            var name = FileOf(files, new Random(seed));
            files[name] = Flipped(files[name], new Random(seed));
            if (TryOpen(files, Ended.States, seed, out var epoch)) Assert.True(epoch == Ended.Latest, $"seed {seed}: {epoch} of {Ended.Latest}");
        }
    }

    private static bool TryOpen(Dictionary<string, byte[]> files, Dictionary<EpochId, KeyedBytes> states, int seed, out EpochId epoch)
    {
        epoch = default;
        try
        {
            using var journal = StoreOnSimulatedDisk.With(files).Store.Open("hits");
            epoch = journal.Latest?.Epoch ?? EpochId.None;
            Assert.True(states.TryGetValue(epoch, out var state), $"seed {seed}: {epoch} was never committed");
            Assert.True(state == KeyedBytes.ReadFrom(journal), $"seed {seed}: the state of {epoch} is another");
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, byte[]> Mutate(Dictionary<string, byte[]> files, Random random)
    {
        var mutated = new Dictionary<string, byte[]>(files);
        for (var i = random.Next(3); i >= 0; i--)
        {
            var name = FileOf(mutated, random);
            var bytes = mutated[name];
            mutated[name] = random.Next(9) switch
            {
                0 => bytes[..random.Next(bytes.Length + 1)],
                1 => Patched(bytes, random, new byte[random.Next(5000)]),
                2 => Patched(bytes, random, RandomBytes(random, random.Next(100))),
                3 => RandomBytes(random, random.Next(20_000)),
                4 => [.. bytes, .. RandomBytes(random, random.Next(10_000))],
                5 => [.. bytes, .. bytes[..(bytes.Length / 4096 / 2 * 4096)]],
                6 => mutated[FileOf(mutated, random)],
                7 => Patched(bytes, random, bytes[..(bytes.Length / 2)]),
                _ => Flipped(bytes, random),
            };
        }
        return mutated;
    }

    private static string FileOf(Dictionary<string, byte[]> files, Random random)
    {
        var names = files.Keys.Where(name => files[name].Length > 0).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? files.Keys.First() : names[random.Next(names.Count)];
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        var flipped = bytes.ToArray();
        if (flipped.Length > 0) flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Patched(byte[] bytes, Random random, byte[] patch)
    {
        var patched = bytes.ToArray();
        var at = random.Next(bytes.Length + 1);
        if (random.Next(2) == 0) at = at / 4096 * 4096;
        patch.AsSpan(0, Math.Min(patch.Length, patched.Length - at)).CopyTo(patched.AsSpan(at));
        return patched;
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Two snapshots, the changes around them, three starts; and the state of each epoch on the way.</summary>
    private static (Dictionary<string, byte[]> Files, Dictionary<EpochId, KeyedBytes> States, EpochId Latest) Record(bool ends)
    {
        var simulated = new StoreOnSimulatedDisk(seed: 7);
        var states = new Dictionary<EpochId, KeyedBytes> { [EpochId.None] = KeyedBytes.Empty };
        simulated.Run.Open();
        for (var i = 0; i < 14; i++)
        {
            if (i is 4 or 9) simulated.Run.Snapshot();
            if (i is 6 or 11) simulated.Disk.Kill();
            if (i is 6 or 11) simulated.Run.Open();
            simulated.Run.Commit();
            states[simulated.Run.Epoch] = simulated.Run.State;
        }
        if (ends) simulated.Run.Journal.Dispose();
        simulated.Disk.Kill();
        return (simulated.Copy(), states, simulated.Run.Epoch);
    }
}
