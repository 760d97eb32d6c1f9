using LambdaSpeed.Logs;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

public sealed class ConsumerFileTests
{
    private static readonly StorageOperation[] _operations = Enum.GetValues<StorageOperation>();

    /// <summary>Opened again and again, by this process and by later ones, over failures, kills and power cuts at any operation.</summary>
    [Fact]
    public void Saving_ThatReturned_IsThereAtEveryLaterStart()
    {
        for (var seed = 1; seed <= 3000; seed++) new World(seed).Live();
    }

    /// <summary>What could not be synced may be read as long as the power is on, and must not become all there is.</summary>
    [Fact]
    public void Offsets_ReadAfterAFailedSync_AreNotWhatTheNextSavingReliesOn()
    {
        for (var cut = 1; cut <= 8; cut++)
        {
            var disk = new SimulatedDisk(cut);
            var file = Open(disk, out _);
            file.Save(Offsets(1));
            file.Save(Offsets(2));
            disk.Fail(StorageOperation.Sync);
            Assert.Throws<IOException>(() => file.Save(Offsets(3)));
            var again = Open(disk, out var loaded);

            disk.CutPowerAt(cut);
            try
            {
                again.Save(Offsets(loaded + 1));
            }
            catch (IOException)
            {
                // the power is off
            }
            disk.Crash(new Random(cut));

            _ = Open(disk, out loaded);
            Assert.InRange(loaded, 2, 4);
        }
    }

    private static ConsumerFile Open(SimulatedDisk disk, out long loaded)
    {
        var root = disk.Open();
        var folder = root.Directory("consumers");
        root.SyncNames();
        var file = new ConsumerFile(folder, "name", logId: 7, partitions: 1);
        loaded = file.Load()?.Sequence ?? 0;
        return file;
    }

    private static ConsumerOffsets Offsets(long sequence) => new(sequence, [sequence], new byte[sequence % 3 * 40]);

    private sealed class World(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly SimulatedDisk _disk = new(seed);
        private long _saved; // the newest saving that returned

        public void Live()
        {
            for (var life = 0; life < 5; life++)
            {
                for (var openings = _random.Next(1, 4); openings > 0; openings--) OpenAndSave();
                if (_random.Next(2) == 0) _disk.Kill();
                else _disk.Crash(_random);
            }
        }

        private void OpenAndSave()
        {
            if (_disk.IsPowerOff) return;
            try
            {
                var file = Open(_disk, out var loaded);
                Assert.True(loaded >= _saved, $"seed {seed}: {_saved} was saved, and {loaded} is there");
                if (_random.Next(3) == 0) _disk.CutPowerAt(_random.Next(1, 12));
                for (var saves = _random.Next(5); saves > 0; saves--)
                {
                    if (_random.Next(3) == 0) _disk.Fail(_operations[_random.Next(_operations.Length)], _random.Next(1, 4));
                    if (TrySave(file, loaded + 1)) loaded++;
                }
            }
            catch (IOException)
            {
                // not even opened
            }
        }

        private bool TrySave(ConsumerFile file, long sequence)
        {
            try
            {
                file.Save(Offsets(sequence));
                _saved = sequence;
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
