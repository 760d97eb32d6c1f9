using LambdaSpeed.EventTime;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

public sealed class ListeningTimeTests
{
    [Fact]
    public void TimeInWhichNobodyListened_DoesNotCount()
    {
        var listening = new ListeningTime();
        Assert.Equal(TimeSpan.Zero, listening.Elapsed(Seconds(100))); // before the start

        listening.Listen(true, Seconds(100));
        Assert.Equal(Seconds(5), listening.Elapsed(Seconds(105)));
        listening.Listen(false, Seconds(110));
        Assert.Equal(Seconds(10), listening.Elapsed(Seconds(500)));
        listening.Listen(true, Seconds(500));
        Assert.Equal(Seconds(11), listening.Elapsed(Seconds(501)));

        listening.Restart(Seconds(502));
        Assert.Equal(Seconds(1), listening.Elapsed(Seconds(503)));
    }

    [Fact]
    public void Restart_WhileNobodyListens_BeginsWithTheNextStretch()
    {
        var listening = new ListeningTime();
        listening.Listen(true, Seconds(0));
        listening.Listen(false, Seconds(3));
        listening.Restart(Seconds(4));
        Assert.Equal(TimeSpan.Zero, listening.Elapsed(Seconds(9)));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
