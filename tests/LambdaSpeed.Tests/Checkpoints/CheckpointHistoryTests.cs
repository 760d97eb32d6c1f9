using LambdaSpeed.Checkpoints;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

public sealed class CheckpointHistoryTests
{
    private static readonly CheckpointFileName First = CheckpointFileName.Changes(1, 1);
    private static readonly CheckpointFileName Second = CheckpointFileName.Changes(1, 2);

    private readonly CheckpointHistory _history =
        new(new RecoveredCheckpoints(new(null, []), CommitId.None, CommitId.None, 0, 0, [], []), snapshotAfterBytes: 1000);

    [Fact]
    public void Publish_KeepsWhatCameBefore_ForOneGeneration()
    {
        Commit(First, 1);
        Assert.Empty(Snapshot(1));
        Commit(Second, 2);

        Assert.Equal([First], Snapshot(2));
        Commit(CheckpointFileName.Changes(1, 3), 3);
        Assert.Equal([Second, CheckpointFileName.Snapshot(new(1))], Snapshot(3));
    }

    [Fact]
    public void CommitThatASnapshotOvertook_KeepsItsFile()
    {
        Commit(First, 1);
        Snapshot(1);
        Commit(First, 2);
        Commit(Second, 3);

        Assert.Empty(Snapshot(3));
        Commit(CheckpointFileName.Changes(1, 3), 4);
        Assert.Equal([First, Second, CheckpointFileName.Snapshot(new(1))], Snapshot(4));
    }

    [Fact]
    public void CommitElsewhereThanAtTheEnd_BreaksALaw()
    {
        Commit(First, 1);

        Assert.Throws<InvariantViolationException>(() => _history.Extend(First, 0, 10, new(1, new(2))));
        Assert.Throws<InvariantViolationException>(() => _history.Extend(First, 100, 200, new(1, new(1))));
    }

    private long Commit(CheckpointFileName file, long epoch)
    {
        _history.Extend(file, (epoch - 1) * 100, epoch * 100, new(1, new(epoch)));
        return epoch;
    }

    private IReadOnlyList<CheckpointFileName> Snapshot(long epoch) =>
        _history.Publish(new SnapshotFile(_history.BeginSnapshot(new(epoch)), new(epoch), 50));
}
