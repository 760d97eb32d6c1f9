using LambdaSpeed.RabbitMQ;
using Xunit;
using static LambdaSpeed.RabbitMQ.StreamVerdict;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

public sealed class StreamSequenceTests
{
    [Fact]
    public void Attachment_BeginsAtTheMessageReadLast_WhichProvesThePlace()
    {
        var sequence = new StreamSequence(position: 10, isOpenStart: false);

        Assert.Equal(9, sequence.AttachAt);
        Assert.Equal([PassOver, Take, Take], Judge(sequence, 9, 10, 11));
        Assert.Equal(12, sequence.Next);
    }

    [Fact]
    public void Gap_BehindTheProvenMessage_IsTheServersOwn() =>
        Assert.Equal([PassOver, Take], Judge(new(position: 10, isOpenStart: false), 9, 14));

    [Fact]
    public void Gap_OfOneOffset_IsTheServersOwn() =>
        Assert.Equal([PassOver, Take, Take], Judge(new(position: 10, isOpenStart: false), 9, 10, 12));

    [Fact]
    public void Gap_OfMore_IsDoubted_AndProvenByTheNextAttachment()
    {
        Assert.Equal([PassOver, Take, Doubt], Judge(new(position: 10, isOpenStart: false), 9, 10, 13));
        Assert.Equal([PassOver, Take], Judge(new(position: 11, isOpenStart: false), 10, 13));
    }

    [Fact]
    public void FirstMessage_BehindThePosition_MeansThatRetentionHasPassed()
    {
        Assert.Equal([Lost], Judge(new(position: 10, isOpenStart: false), 5000));
        Assert.Equal([Lost], Judge(new(position: 10, isOpenStart: false), 11));
        Assert.Equal([Take], Judge(new(position: 10, isOpenStart: false), 10)); // only what was read already is gone
    }

    [Fact]
    public void FirstMessage_WhereNothingWasReadYet_MayBeAnyOne() =>
        Assert.Equal([Take, Take], Judge(new(position: 0, isOpenStart: true), 5000, 5001));

    [Fact]
    public void Message_BeforeThePosition_IsPassedOver() =>
        Assert.Equal([PassOver, PassOver, PassOver, Take, PassOver], Judge(new(position: 10, isOpenStart: false), 7, 8, 9, 10, 10));

    private static IEnumerable<StreamVerdict> Judge(StreamSequence sequence, params long[] offsets) =>
        [.. offsets.Select(sequence.Judge)];
}
