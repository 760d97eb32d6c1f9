namespace LambdaSpeed.Checkpoints;

/// <summary>What was found in a topology's directory.</summary>
/// <param name="Plan">What is the state.</param>
/// <param name="Latest">The newest commit.</param>
/// <param name="BeforeLatest">The one before it.</param>
/// <param name="LatestOffset">Where its frame begins in the plan's last segment; 0 when there are no segments.</param>
/// <param name="ChangeBytes">How many bytes of commits the plan has.</param>
/// <param name="Superseded">Files of no use any more.</param>
/// <param name="Older">Files of use only while the plan's snapshot may turn out to be damaged.</param>
internal sealed record RecoveredCheckpoints(
    ReadPlan Plan,
    CommitId Latest,
    CommitId BeforeLatest,
    long LatestOffset,
    long ChangeBytes,
    IReadOnlyList<CheckpointFileName> Superseded,
    IReadOnlyList<CheckpointFileName> Older)
{
    /// <summary>The same, with the newest commit in a file of its own, where it has been written once more.</summary>
    public RecoveredCheckpoints WithLatestIn(CheckpointFileName file, long end)
    {
        var last = Plan.Segments[^1];
        var segments = Plan.Segments.SkipLast(1);
        var superseded = Superseded.AsEnumerable();
        var older = Older.AsEnumerable();
        if (LatestOffset > last.Start) segments = segments.Append(last with { End = LatestOffset, Last = BeforeLatest });
        else if (LatestOffset > FrameHeader.Alignment) older = older.Append(last.File); // what is before it may be needed one day
        else superseded = superseded.Append(last.File);

        segments = segments.Append(new(file, FrameHeader.Alignment, end, Latest));
        return this with
        {
            Plan = Plan with { Segments = [.. segments] },
            LatestOffset = FrameHeader.Alignment,
            Superseded = [.. superseded],
            Older = [.. older],
        };
    }
}
