using LambdaSpeed.Epochs;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

public sealed class EpochCoordinatorTests
{
    private static readonly EpochId _one = new(1);

    private readonly EpochCoordinator _coordinator = new(3, _one);

    [Fact]
    public void Epoch_EndsWithTheLastAcknowledgement()
    {
        Begin(_one);

        Assert.False(_coordinator.Acknowledge(0, _one));
        Assert.False(_coordinator.Acknowledge(2, _one));
        Assert.True(_coordinator.Acknowledge(1, _one));
        Assert.Equal((_one, EpochPhase.Committing), (_coordinator.Current, _coordinator.Phase));
        Assert.False(_coordinator.TryBegin(out _)); // one sealed epoch awaits its commit at a time
        _coordinator.Committed(_one);
        Begin(_one.Next);
    }

    [Fact]
    public void Begin_WhileEnding_IsRefused()
    {
        Begin(_one);

        Assert.False(_coordinator.TryBegin(out _));
    }

    [Fact]
    public void End_OfTaskThatOwes_CountsAsAcknowledged()
    {
        Begin(_one);
        _coordinator.Acknowledge(0, _one);
        _coordinator.Acknowledge(1, _one);

        Assert.True(_coordinator.End(2));
        _coordinator.Committed(_one);
        Begin(_one.Next);
        _coordinator.Acknowledge(0, _one.Next);
        Assert.True(_coordinator.Acknowledge(1, _one.Next)); // the ended task owes nothing any more
    }

    [Fact]
    public void End_OfAll_LeavesNothingToBegin()
    {
        for (var task = 0; task < 3; task++) Assert.False(_coordinator.End(task));

        Assert.True(_coordinator.HasEnded);
        Assert.False(_coordinator.TryBegin(out _));
        Assert.True(_coordinator.TryBeginLast());
    }

    [Fact]
    public void Laws_WhenBroken_Throw()
    {
        Assert.Throws<InvariantViolationException>(() => new EpochCoordinator(0, _one));
        Assert.Throws<InvariantViolationException>(() => _coordinator.Acknowledge(0, _one)); // not ending
        Begin(_one);
        Assert.Throws<InvariantViolationException>(() => _coordinator.Acknowledge(0, _one.Next));
        _coordinator.Acknowledge(0, _one);
        Assert.Throws<InvariantViolationException>(() => _coordinator.Acknowledge(0, _one));
        _coordinator.End(0);
        Assert.Throws<InvariantViolationException>(() => _coordinator.End(0));
    }

    private void Begin(EpochId expected)
    {
        Assert.True(_coordinator.TryBegin(out var epoch));
        Assert.Equal(expected, epoch);
    }
}
