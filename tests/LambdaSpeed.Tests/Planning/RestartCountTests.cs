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
    public void Never_RestartsNever() => Assert.Null(new RestartCount(RestartPolicy.Never).DelayAfterFailure(Seconds(99)));

    private List<TimeSpan?> Fail(params double[] lives) => [.. lives.Select(lived => _count.DelayAfterFailure(Seconds(lived)))];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
