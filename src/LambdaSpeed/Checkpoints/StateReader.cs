using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Reads the state out of its files.</summary>
internal sealed class StateReader(IStorage storage, ChangeBlockHandler handler)
{
    private readonly BlockReader _blocks = new(handler);

    /// <exception cref="CheckpointException">The files are no longer what they were, or cannot be read.</exception>
    public void Read(ReadPlan plan)
    {
        if (plan.Base is { } snapshot) Read(snapshot.File, FrameHeader.Alignment, snapshot.Bytes, EpochId.None);

        var covered = plan.Base?.Id.Epoch ?? EpochId.None;
        foreach (var segment in plan.Segments) Read(segment.File, segment.Start, segment.End, covered);
    }

    private void Read(CheckpointFileName file, long start, long end, EpochId covered)
    {
        using var window = new FileWindow(storage, file.ToString());
        for (var offset = start; offset < end;)
        {
            if (!TryReadHeader(window, offset, file.Seed, out var header)) throw CheckpointRecovery.HasChanged(window.Name, offset);
            if (header.Id.Epoch > covered) Read(window, offset, header);
            offset = FrameHeader.Align(offset + header.FrameLength);
        }
    }

    private void Read(FileWindow window, long offset, FrameHeader header)
    {
        if (!_blocks.TryRead(new FramePayload(window, offset, header), header.ManifestLength, out var problem))
        {
            throw new CheckpointDamagedException(window.Name, offset, problem);
        }
    }

    private static bool TryReadHeader(FileWindow window, long offset, uint seed, out FrameHeader header)
    {
        window.Seek(offset);
        return FrameHeader.TryRead(window.AtLeast(FrameHeader.Size), seed, out header) && header.FrameLength <= window.Length - offset;
    }
}
