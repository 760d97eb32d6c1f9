using System.Globalization;
using LambdaSpeed.Planning;
using Xunit;

namespace LambdaSpeed.Tests.Planning;

public sealed class RestartCountTests
{
    private readonly RestartCount _count = new(new RestartPolicy
    {
        MaxRestarts = 4, FirstDelay = Seconds(1), LongestDelay = Seconds(4), ResetAfter = Seconds(3),
    });

    [Fact]
    public void Failures_InShortLives_GrowTheDelay_AndEndInNoRestart() =>
        Assert.Equal([Seconds(1), Seconds(2), Seconds(4), Seconds(4), null, null], Fail(0, 2, 2.9, 0, 2, 0));

    [Fact]
    public void Failure_AfterALongLife_BeginsAnew() => Assert.Equal([Seconds(1), Seconds(2), Seconds(1), Seconds(2)], Fail(9, 2, 3, 2));

    [Fact]
    public void Failure_AfterALifeNoLongerThanTheLastDelay_DoesNotBeginAnew() =>
        Assert.Equal([Seconds(1), Seconds(2), Seconds(4), Seconds(4), null], Fail(0, 0, 0, 4, 4));

    [Fact]
    public void Never_RestartsNever() => Assert.Null(new RestartCount(RestartPolicy.Never).DelayAfterFailure(Seconds(99), null, EpochId.None));

    [Fact]
    public void Failures_OnOneTuple_FromOneEpoch_AreRecurring_AfterThreeRestarts() =>
        Assert.Equal(["1", "2", "4", "end"], FailOn((7, 1), (7, 1), (7, 1), (7, 1)));

    [Fact]
    public void Failures_OnOneTuple_WithEpochsInBetween_AreNot() =>
        Assert.Equal(["1", "2", "4", "4", "spent"], FailOn((7, 1), (7, 2), (7, 3), (7, 4), (7, 5)));

    [Fact]
    public void Failures_OnOneTuple_WithOthersInBetween_CountAnew() =>
        Assert.Equal(["1", "2", "4", "4", "spent"], FailOn((7, 1), (7, 1), (8, 1), (7, 1), (7, 1)));

    [Fact]
    public void Failures_OfNoTuple_AreNeverRecurring() =>
        Assert.Equal(["1", "2", "4", "4", "spent"], FailOn((null, 1), (null, 1), (null, 1), (null, 1), (null, 1)));

    [Fact]
    public void FailuresOfNoTuple_BetweenThoseOnOne_CountAnew() =>
        Assert.Equal(["1", "2", "4", "4", "spent"], FailOn((7, 1), (7, 1), (7, 1), (null, 1), (7, 1)));

    [Theory]
    [InlineData("bolt", 0, 7L, null, true)]
    [InlineData("bolt", 1, 7L, null, false)]
    [InlineData("other", 0, 7L, null, false)]
    [InlineData("bolt", 0, 8L, null, false)]
    [InlineData("bolt", 0, null, 7L, false)]
    public void Place_IsComponentTaskAndTuple(string component, int task, long? position, long? ordinal, bool isSame)
    {
        LogPosition? at = position is { } offset ? new LogPosition(0, offset) : null;
        var fault = new TaskFailedException(component, task, "failed", null, at) { TupleOrdinal = ordinal };

        Assert.Equal(isSame, FailurePlace.Of(fault) == new FailurePlace("bolt", 0, new LogPosition(0, 7), null));
    }

    [Fact]
    public void Place_OfAFailureWithoutTuple_IsNone() => Assert.Null(FailurePlace.Of(new TaskFailedException("store", 0, "away", null)));

    private List<string> FailOn(params (long? Tuple, long Epoch)[] failures) => [.. failures.Select(failure =>
    {
        FailurePlace? place = failure.Tuple is { } tuple ? new FailurePlace("bolt", 0, null, tuple) : null;
        var delay = _count.DelayAfterFailure(TimeSpan.Zero, place, new EpochId(failure.Epoch));
        return delay is { } wait ? wait.TotalSeconds.ToString(CultureInfo.InvariantCulture) : _count.IsRecurring ? "end" : "spent";
    })];

    private List<TimeSpan?> Fail(params double[] lives) => [.. lives.Select(lived => _count.DelayAfterFailure(Seconds(lived), null, EpochId.None))];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
