using LambdaSpeed.RabbitMQ;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

public sealed class AnswerLedgerTests
{
    private readonly AnswerLedger _ledger = new();

    [Fact]
    public void Answers_InOrder_AreOneFrame()
    {
        for (ulong tag = 1; tag <= 100; tag++) _ledger.Add(tag, isRejection: false);

        Assert.Equal([new(100, true, false)], Frames());
    }

    [Fact]
    public void Rejection_InBetween_IsAFrameOfItsOwn()
    {
        foreach (var tag in new ulong[] { 1, 2, 3, 4, 5 }) _ledger.Add(tag, isRejection: tag == 3);

        Assert.Equal([new(2, true, false), new(3, false, true), new(5, true, false)], Frames());
    }

    [Fact]
    public void Answer_BehindOneThatIsOwed_MeansItselfAlone()
    {
        foreach (var tag in new ulong[] { 1, 3, 4 }) _ledger.Add(tag, isRejection: false);

        Assert.Equal([new(1, false, false), new(3, false, false), new(4, false, false)], Frames());
    }

    [Fact]
    public void Frames_TakenInBetween_GoOn()
    {
        _ledger.Add(1, isRejection: false);
        Assert.Equal([new(1, false, false)], Frames());
        _ledger.Add(2, isRejection: false);
        _ledger.Add(3, isRejection: false);

        Assert.Equal([new(3, true, false)], Frames());
        Assert.Empty(Frames());
    }

    [Fact]
    public void EveryAnswer_IsMeantByOneFrame_WhateverIsOwed()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var ledger = new AnswerLedger();
            var told = new Dictionary<ulong, bool>();
            var owed = new Dictionary<ulong, bool>();
            var settled = 0UL;
            for (ulong tag = 1; tag <= 60; tag++)
            {
                if (random.Next(20) > 0)
                {
                    owed[tag] = random.Next(4) == 0;
                    ledger.Add(tag, owed[tag]);
                }
                while (random.Next(3) == 0 && ledger.TryTake(out var frame)) Tell(frame);
            }
            while (ledger.TryTake(out var frame)) Tell(frame);
            Assert.Equal(owed.OrderBy(pair => pair.Key), told.OrderBy(pair => pair.Key));

            void Tell(AnswerFrame frame)
            {
                for (var tag = frame.IsMultiple ? settled + 1 : frame.Tag; tag <= frame.Tag; tag++) told.Add(tag, frame.IsRejection);
                if (frame.IsMultiple || frame.Tag == settled + 1) settled = frame.Tag;
            }
        }
    }

    private IEnumerable<AnswerFrame> Frames()
    {
        while (_ledger.TryTake(out var frame)) yield return frame;
    }
}
