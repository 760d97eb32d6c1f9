using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Finds the newest state in a topology's directory, and changes nothing there.</summary>
internal static class CheckpointRecovery
{
    /// <summary>Reads and verifies all that a start needs.</summary>
    /// <exception cref="CheckpointException">Committed state is damaged or missing, or cannot be read.</exception>
    public static RecoveredCheckpoints Read(IStorage storage, IReadOnlyList<CheckpointFileName> files)
    {
        var changes = files.Where(file => file.Kind == CheckpointFileKind.Changes).Order().ToList();
        var snapshots = files.Where(file => file.Kind == CheckpointFileKind.Snapshot).OrderDescending().ToList();

        EpochId damagedEpoch = default;
        CheckpointDamagedException? damage = null;
        foreach (var file in snapshots)
        {
            if (TryReadSnapshot(storage, file, out var snapshot, out var found))
            {
                if (!new CommitChain(storage, changes, snapshot.Id).TryRead(out var chain)) continue;

                var older = snapshots.Where(other => other != file).Concat(chain.Older);
                chain = chain with { Plan = chain.Plan with { Base = snapshot }, Older = [.. older] };
                return snapshot.Through <= chain.Latest.Epoch
                    ? Checked(chain, damagedEpoch, damage)
                    : throw new CheckpointDamagedException(
                        $"{storage.Name}/{file}", FrameHeader.Alignment,
                        $"it holds what was committed up to {snapshot.Through}, of which only {chain.Latest.Epoch} is left");
            }

            if (damage is null) (damage, damagedEpoch) = (found, new EpochId(file.First));
        }

        return Checked(ReadFromTheBeginning(storage, changes, snapshots, damage), damagedEpoch, damage);
    }

    /// <summary>The manifest of a frame that has been verified.</summary>
    public static byte[] ReadManifest(IStorage storage, CheckpointFileName file, long offset)
    {
        using var window = new FileWindow(storage, file.ToString());
        window.Seek(offset);
        if (!FrameHeader.TryRead(window.AtLeast(FrameHeader.Size), file.Seed, out var header)) throw HasChanged(window.Name, offset);

        var bytes = new FramePayload(window, offset, header).AtLeast(header.ManifestLength);
        if (bytes.Length < header.ManifestLength) throw HasChanged(window.Name, offset);

        return bytes[..header.ManifestLength].ToArray();
    }

    public static CheckpointDamagedException HasChanged(string file, long offset) =>
        new(file, offset, "the frame there does not hold, though it did when the store was opened");

    private static RecoveredCheckpoints ReadFromTheBeginning(
        IStorage storage, List<CheckpointFileName> changes, List<CheckpointFileName> snapshots, CheckpointDamagedException? damage)
    {
        try
        {
            return new CommitChain(storage, changes, CommitId.None).TryRead(out var chain)
                ? chain with { Older = [.. snapshots, .. chain.Older] }
                : throw new CheckpointDamagedException(
                    $"{storage.Name}/{changes[0]}", FrameHeader.Alignment, "what came before it is missing");
        }
        catch (CheckpointDamagedException exception) when (damage is not null)
        {
            // the snapshot is the cause: what came before it has been deleted, as it should be
            throw new CheckpointDamagedException(
                damage.File, damage.Offset, "the checksum does not hold, and no other snapshot helps", exception);
        }
    }

    /// <summary>A published snapshot proves that its epoch was committed: without it, what is left must reach as far.</summary>
    private static RecoveredCheckpoints Checked(RecoveredCheckpoints recovered, EpochId damagedEpoch, CheckpointDamagedException? damage) =>
        damage is null || recovered.Latest.Epoch >= damagedEpoch ? recovered : throw damage;

    private static bool TryReadSnapshot(
        IStorage storage, CheckpointFileName file, out SnapshotFile snapshot, out CheckpointDamagedException? damage)
    {
        using var frames = new FrameCursor(storage, file, covered: EpochId.None);
        var holds = frames.MoveNext() && frames.Offset == FrameHeader.Alignment && frames.Current.Id.Epoch.Number == file.First;
        snapshot = holds ? new(frames.Current.Id, frames.Current.Through, frames.End) : default;
        damage = holds ? null : new CheckpointDamagedException(frames.Name, FrameHeader.Alignment, "the checksum does not hold");
        return holds;
    }
}
