using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>What happens when a run takes over a topology's directory: recover, take an incarnation, make sure of the newest commit,
/// tidy up.</summary>
internal sealed class Takeover(string topology, IStorage storage, FileCheckpointOptions options)
{
    /// <summary>Takes over a directory that is locked already.</summary>
    /// <param name="hold">The lock, which the journal disposes.</param>
    public FileCheckpointJournal Run(IDisposable hold)
    {
        var files = ListFiles();
        var recovered = CheckpointRecovery.Read(storage, files);
        var taken = files.Where(file => file.Kind != CheckpointFileKind.Snapshot).Select(file => file.First);
        var incarnation = 1 + taken.DefaultIfEmpty().Max();
        var latest = LatestOf(recovered);
        var writer = new FrameWriter();
        try
        {
            var current = Take(incarnation, recovered, writer);
            if (current is not null) recovered = recovered.WithLatestIn(current.Name, current.End);

            var useless = files.Where(file => file.Kind is CheckpointFileKind.Unfinished or CheckpointFileKind.Incarnation);
            Tidying.Delete(storage, useless.Concat(recovered.Superseded));

            var history = new CheckpointHistory(recovered, options.SnapshotAfterBytes);
            return new FileCheckpointJournal(topology, storage, hold, incarnation, history, writer, latest, current);
        }
        catch (Exception exception)
        {
            writer.Dispose();
            if (DiskFailure.Is(exception)) throw new CheckpointWriteException(
                $"Taking over the checkpoints of topology '{topology}'", storage.Name, exception);
            throw;
        }
    }

    private List<CheckpointFileName> ListFiles()
    {
        try
        {
            var files = new List<CheckpointFileName>();
            foreach (var name in storage.List())
            {
                if (CheckpointFileName.TryParse(name, out var file)) files.Add(file);
            }
            return files;
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            throw new CheckpointReadException(storage.Name, exception);
        }
    }

    private LatestCommit? LatestOf(RecoveredCheckpoints recovered)
    {
        if (recovered.Plan.Segments is [.., var last])
        {
            return new(recovered.Latest, CheckpointRecovery.ReadManifest(storage, last.File, recovered.LatestOffset));
        }
        return recovered.Plan.Base is { } snapshot
            ? new(snapshot.Id, CheckpointRecovery.ReadManifest(storage, snapshot.File, FrameHeader.Alignment))
            : null;
    }

    /// <summary>Takes the incarnation and makes sure of the newest commit, both durably.</summary>
    /// <remarks>The newest commit may have been written and never synced, so that reading it proves nothing about the disk. It is written
    /// once
    /// more, into a file of this incarnation that goes on from the commit before it.</remarks>
    private ChangesFile? Take(long incarnation, RecoveredCheckpoints recovered, FrameWriter writer)
    {
        storage.Create(CheckpointFileName.Incarnation(incarnation).ToString()).Dispose();
        storage.SyncNames();
        if (recovered.Plan.Segments is not [.., var last]) return null;

        var current = new ChangesFile(storage, CheckpointFileName.Changes(incarnation, 1));
        try
        {
            using var window = new FileWindow(storage, last.File.ToString());
            window.Seek(recovered.LatestOffset);
            if (FrameHeader.TryRead(window.AtLeast(FrameHeader.Size), last.File.Seed, out var header)
                && current.TryAppendCopy(writer, header, new FramePayload(window, recovered.LatestOffset, header)))
            {
                return current;
            }
            throw CheckpointRecovery.HasChanged(window.Name, recovered.LatestOffset);
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }
}
