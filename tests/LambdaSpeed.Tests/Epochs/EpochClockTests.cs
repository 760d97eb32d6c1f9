using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

public sealed class EpochClockTests : IDisposable, IEpochEvents
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly EpochPublication _publication = new();
    private readonly List<long> _cuts = [];
    private int _tended;
    private readonly List<long> _barriers = [];
    private readonly List<(bool AreHeld, int Barriers)> _holds = [];
    private readonly EpochClock _clock;
    private bool _commitsAtOnce = true;
    private bool _isLastPublished;

    public EpochClockTests() => _clock = new(1, _publication, _time, _interval, most: 100, this);

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void Clock_WithoutActivity_NeverBegins()
    {
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(_barriers);
    }

    [Fact]
    public void Clock_AfterActivity_BeginsOnceAfterTheInterval()
    {
        _clock.NoteActivity();
        _time.Advance(_interval / 2);
        _clock.NoteActivity();
        Assert.Empty(_barriers);
        _time.Advance(_interval / 2);
        Assert.Equal([1], _barriers);

        Acknowledge(1);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([1], _barriers);
        Assert.Equal(new EpochId(1), _publication.Published);
    }

    [Fact]
    public void Tuples_EndTheEpoch_WhenThereAreEnough()
    {
        _clock.NoteActivity();
        _clock.NoteTuples(99);
        Assert.Empty(_barriers);
        _clock.NoteTuples(1);
        Assert.Equal([1], _barriers);

        _clock.NoteTuples(150); // of the next epoch, which ends as soon as it may
        Assert.Equal([1], _barriers);
        Acknowledge(1);
        Assert.Equal([1, 2], _barriers);
        Acknowledge(2);
        _clock.NoteTuples(99);
        Assert.Equal([1, 2], _barriers);
    }

    [Fact]
    public void Bytes_EndTheEpoch_WhicheverBoundIsMetFirst()
    {
        _commitsAtOnce = false;
        using var clock = new EpochClock(1, _publication, _time, _interval, most: 100, this, mostBytes: 5000);
        clock.NoteTuples(1, bytes: 4999);
        Assert.Empty(_barriers);
        clock.NoteTuples(1, bytes: 1);
        Assert.Equal([1], _barriers);

        clock.Acknowledge(0, new EpochId(1), positions: null);
        clock.Committed(new EpochId(1));
        clock.NoteTuples(99, bytes: 4999);
        Assert.Equal([1], _barriers);
        clock.NoteTuples(1, bytes: 0);
        Assert.Equal([1, 2], _barriers);
    }

    [Fact]
    public void Activity_WhileEnding_IsPublishedByTheNextEpoch()
    {
        _clock.NoteActivity();
        _time.Advance(_interval);
        _clock.NoteActivity();
        _time.Advance(_interval);
        Assert.Equal([1], _barriers); // one epoch ends at a time

        Acknowledge(1);
        Assert.Equal([1, 2], _barriers);
    }

    [Fact]
    public void Request_BeginsAtOnce_AndIsShared()
    {
        Assert.Equal(new EpochId(1), _clock.Request());
        Assert.Equal(new EpochId(2), _clock.Request());
        Assert.Equal(new EpochId(2), _clock.Request());
        Acknowledge(1);
        Acknowledge(2);

        Assert.Equal([1, 2], _barriers);
    }

    [Fact]
    public void EndTask_OfTheLast_PublishesTheRest()
    {
        _clock.Request();
        _clock.EndTask(0, null);

        Assert.Equal(new EpochId(2), _publication.Published);
        Assert.Equal(new EpochId(2), _clock.Request());
    }

    [Fact]
    public void Request_AfterDispose_NamesAnEpochThatIsNeverPublished()
    {
        _clock.Dispose();

        Assert.True(_clock.Request() > _publication.Published);
        Assert.Empty(_barriers);
    }

    /// <summary>The epoch that is being committed may be published yet, and lacks what came behind its barrier.</summary>
    [Fact]
    public void Request_AfterDispose_WhileAnEpochIsCommitted_NamesTheOneBehind()
    {
        _commitsAtOnce = false;
        _clock.Request();
        Acknowledge(1);
        _clock.Dispose();

        Assert.Equal(new EpochId(2), _clock.Request());
    }

    [Fact]
    public void Request_OnceAllTasksHaveEnded_NamesTheLastEpoch_AlsoBeforeThatIsTaken()
    {
        _commitsAtOnce = false;
        _clock.Request();
        Acknowledge(1);
        _clock.EndTask(0, null); // what it emitted behind the barrier is of the last epoch
        Assert.Equal(new EpochId(2), _clock.Request());

        _clock.Committed(new EpochId(1));
        Assert.Equal(new EpochId(2), _clock.Request());
    }

    [Fact]
    public void Epoch_IsPublishedWhenItIsCommitted_AndTheNextBarrierWaitsForThat()
    {
        _commitsAtOnce = false;
        _clock.Request();
        Acknowledge(1);
        Assert.Equal(new EpochId(2), _clock.Request());
        Assert.Equal((new EpochId(0), 1), (_publication.Published, _barriers.Count));

        _clock.Committed(new EpochId(1));
        Assert.Equal((new EpochId(1), 2), (_publication.Published, _barriers.Count));
    }

    [Fact]
    public void EndTask_WhileCommitting_CommitsTheLastEpochAfterwards()
    {
        _commitsAtOnce = false;
        _clock.Request();
        Acknowledge(1);
        _clock.EndTask(0, null);
        _clock.Committed(new EpochId(1));
        Assert.False(_isLastPublished);

        _clock.Committed(new EpochId(2));
        Assert.Equal((new EpochId(2), true), (_publication.Published, _isLastPublished));
    }

    [Fact]
    public void FullEpoch_Ends_AndSpoutsWaitOnlyWhileTheOneBeforeIsNotCommitted()
    {
        _commitsAtOnce = false;
        _clock.NoteFull(new EpochId(1));
        _clock.NoteFull(new EpochId(1)); // by a task that the barrier has not reached
        Assert.Equal([1], _barriers);
        Assert.Empty(_holds);

        _clock.NoteFull(new EpochId(2)); // by one that it has passed
        _clock.NoteFull(new EpochId(2));
        Acknowledge(1);
        _clock.NoteFull(new EpochId(2));
        Assert.Equal([1], _barriers);
        Assert.Equal([(true, 1)], _holds);

        _clock.Committed(new EpochId(1));
        Assert.Equal([1, 2], _barriers);
        Assert.Equal([(true, 1), (false, 2)], _holds); // the barrier goes first
        Acknowledge(2);
        _clock.Committed(new EpochId(2));
        Assert.Equal(2, _holds.Count);
    }

    [Fact]
    public void FullEpoch_WithTheLastTaskEnded_HoldsNobody()
    {
        _commitsAtOnce = false;
        _clock.Request();
        Acknowledge(1);
        _clock.NoteFull(new EpochId(2));
        _clock.EndTask(0, null);
        _clock.Committed(new EpochId(1));
        _clock.Committed(new EpochId(2));
        Assert.Equal((true, (false, 1)), (_isLastPublished, _holds[^1]));
    }

    void IEpochEvents.EndSlices(EpochId epoch) => _cuts.Add(epoch.Number);

    void IEpochEvents.TendSlices() => _tended++;

    void IEpochEvents.SendBarriers(EpochId epoch) => _barriers.Add(epoch.Number);

    void IEpochEvents.Commit(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        if (_commitsAtOnce) _clock.Committed(epoch);
    }

    void IEpochEvents.HoldSpouts(HoldReason reason, bool areHeld)
    {
        Assert.Equal(HoldReason.FullEpoch, reason);
        _holds.Add((areHeld, _barriers.Count));
    }

    void IEpochEvents.LastPublished() => _isLastPublished = true;

    void IEpochEvents.Fail(Exception fault) => throw fault;

    private void Acknowledge(long epoch) => _clock.Acknowledge(0, new EpochId(epoch), null);
}
