using Xunit;

namespace LambdaSpeed.Tests.Views;

public sealed class ViewFenceTests
{
    [Theory]
    [InlineData(1, 4, 1, 4, 1, 5)] // the next epoch
    [InlineData(1, 5, 1, 4, 1, 5)] // repeated
    [InlineData(1, 5, 1, 3, 1, 8)] // part of what is told is there already
    public void Changes_OfWhatIsHeld_AreDue(long heldIn, long held, long sinceIn, long since, long markIn, long mark) =>
        Assert.True(ViewFence.Admits("v", Mark(heldIn, held), Mark(sinceIn, since), Mark(markIn, mark)));

    [Fact]
    public void Changes_OfAnOlderState_AreNotDue() => Assert.False(ViewFence.Admits("v", Mark(1, 6), Mark(1, 4), Mark(1, 5)));

    [Theory]
    [InlineData(1, 3)] // put back
    [InlineData(0, 9)] // an earlier incarnation's
    public void Changes_OfWhatIsNotHeld_AreRefused(long heldIn, long held)
    {
        var refused = Assert.Throws<ViewContentLostException>(() => ViewFence.Admits("v", Mark(heldIn, held), Mark(1, 4), Mark(1, 5)));
        Assert.Equal((Mark(heldIn, held), Mark(1, 4)), (refused.Held, refused.Expected));
    }

    [Fact]
    public void Changes_OfNothing_AreRefused() =>
        Assert.Null(Assert.Throws<ViewContentLostException>(() => ViewFence.Admits("v", null, Mark(1, 4), Mark(1, 5))).Held);

    [Fact]
    public void Content_IsDueAnywhere_ButInALaterState()
    {
        Assert.True(ViewFence.Admits("v", null, null, Mark(1, 0)));
        Assert.True(ViewFence.Admits("v", Mark(1, 9), null, Mark(2, 0)));
        Assert.True(ViewFence.Admits("v", Mark(1, 3), null, Mark(1, 3)));
        Assert.False(ViewFence.Admits("v", Mark(1, 4), null, Mark(1, 3)));
        Assert.Throws<StaleWriterException>(() => ViewFence.Admits("v", Mark(3, 0), null, Mark(2, 9)));
    }

    private static ViewMark Mark(long incarnation, long epoch) => new(incarnation, new EpochId(epoch));
}
