using LambdaSpeed.Tasks;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Tasks;

public sealed class TupleRetryTests
{
    private readonly TupleRetry _retry = new(new() { MaxRetries = 3, FirstDelay = Seconds(1), LongestDelay = Seconds(3) });

    [Fact]
    public void Failures_OfOneTuple_WaitTwiceAsLongEachTime_UntilTheyAreTooMany()
    {
        Assert.Equal([Seconds(1), Seconds(2), Seconds(3), null], Enumerable.Range(0, 4).Select(_ => Fail(5)));
        Assert.Equal(4, _retry.FailuresOf(5));
    }

    [Fact]
    public void Failures_OfTheNextTuple_AreCountedAnew()
    {
        Fail(5);
        Fail(5);

        Assert.Equal(Seconds(1), Fail(6));
        Assert.Equal((0, 1), (_retry.FailuresOf(5), _retry.FailuresOf(6)));
    }

    [Fact]
    public void Waiting_EndsWithItsTime()
    {
        Fail(5, at: 10);
        Assert.True(_retry.IsWaiting);
        Assert.Equal(Seconds(0.5), _retry.TimeLeft(Seconds(10.5)));
        Assert.True(_retry.IsWaiting);

        Assert.Equal(TimeSpan.Zero, _retry.TimeLeft(Seconds(11)));
        Assert.False(_retry.IsWaiting);
    }

    [Fact]
    public void Hurry_EndsTheWaiting_AndLeavesOneAttempt()
    {
        Fail(5);
        _retry.Hurry();

        Assert.Equal(TimeSpan.Zero, _retry.TimeLeft(TimeSpan.Zero));
        Assert.Null(Fail(5));
        Assert.Equal(TimeSpan.Zero, Fail(6));
        Assert.Null(Fail(6));
    }

    [Fact]
    public void None_NeverWaits() => Assert.Null(new TupleRetry(RetryPolicy.None).NoteFailure(0, new TestFailure(), TimeSpan.Zero));

    private TimeSpan? Fail(long ordinal, double at = 0) => _retry.NoteFailure(ordinal, new TestFailure(), Seconds(at));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
