using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>What an intake takes for granted of a source. Every source in the box passes it, and so should yours.</summary>
public abstract class AcknowledgingSourceContract
{
    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    /// <summary>The source under test; the same for the whole test.</summary>
    private protected abstract IAcknowledgingSource<BrokerMessage> Source { get; }

    /// <summary>Puts a message in; the operation ends when its fate is known to whoever sent it, and faults where it is unknown.</summary>
    private protected abstract Task Send(BrokerMessage message);

    /// <summary>Whether a message that was not answered is delivered again by the source itself.</summary>
    private protected abstract bool Redelivers { get; }

    [Fact]
    public async Task Deliveries_ComeInOrder_WithTheirIds_BeforeAnyIsAnswered()
    {
        SendMany(5);

        var deliveries = await TakeAsync(5);

        Assert.Equal(["0", "1", "2", "3", "4"], deliveries.Select(delivery => delivery.MessageId));
        Assert.Equal(["0", "1", "2", "3", "4"], deliveries.Select(delivery => delivery.Message.Id));
    }

    [Fact]
    public async Task Enumeration_EndsWithTheToken()
    {
        using var stop = new CancellationTokenSource();
        await using var deliveries = Source.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = deliveries.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        try
        {
            Assert.False(await next.WaitAsync(Patience, TimeProvider.System, Cancelled));
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            // as good
        }
    }

    [Fact]
    public async Task Answered_IsNotDeliveredAgain()
    {
        var fates = SendMany(3);
        foreach (var delivery in await TakeAsync(3, async delivery =>
        {
            if (delivery.MessageId == "1") await delivery.RejectAsync("no");
            else await delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([new LogPosition(0, 1)]));
        })) Assert.NotNull(delivery.MessageId);

        await Task.WhenAll(fates).WaitAsync(Patience, TimeProvider.System, Cancelled);
        if (Redelivers) await Send(new BrokerMessage("more"));
        var taking = TakeAsync(1);
        if (!Redelivers) _ = Send(new BrokerMessage("more")); // which fails while nobody reads
        Assert.Equal("more", Assert.Single(await taking).MessageId);
    }

    [Fact]
    public async Task Unanswered_IsDeliveredAgain_OrItsSenderLearnsThatNobodyKnows()
    {
        var fates = SendMany(2);
        await TakeAsync(2, delivery =>
            delivery.MessageId == "0" ? delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([new LogPosition(0, 1)])) : ValueTask.CompletedTask);

        if (Redelivers) Assert.Equal("1", Assert.Single(await TakeAsync(1)).MessageId);
        else await Assert.ThrowsAsync<IntakeException>(() => fates[1].WaitAsync(Patience, TimeProvider.System, Cancelled));
        await fates[0].WaitAsync(Patience, TimeProvider.System, Cancelled);
    }

    private Task[] SendMany(int count) => [.. Enumerable.Range(0, count).Select(i => Send(new BrokerMessage($"{i}")))];

    /// <summary>Takes deliveries by one enumeration, has them answered while it lasts, and ends it.</summary>
    private async Task<List<IDelivery<BrokerMessage>>> TakeAsync(int count, Func<IDelivery<BrokerMessage>, ValueTask>? answer = null)
    {
        var taken = new List<IDelivery<BrokerMessage>>();
        using var stop = new CancellationTokenSource();
        await using var deliveries = Source.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        while (taken.Count < count && await deliveries.MoveNextAsync().AsTask().WaitAsync(Patience, TimeProvider.System, Cancelled))
        {
            taken.Add(deliveries.Current);
        }
        if (answer is not null)
        {
            foreach (var delivery in taken) await answer(delivery);
        }
        await stop.CancelAsync();
        return taken;
    }
}
