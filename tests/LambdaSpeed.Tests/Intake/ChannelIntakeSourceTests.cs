using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>The source that callers send into and get answers from.</summary>
public sealed class ChannelIntakeSourceTests : AcknowledgingSourceContract
{
    private readonly ChannelIntakeSource<BrokerMessage> _source = new(capacity: 8);

    private protected override IAcknowledgingSource<BrokerMessage> Source => _source;

    private protected override bool Redelivers => false;

    private protected override Task Send(BrokerMessage message) => _source.SendAsync(message, message.Id, Cancelled);

    [Fact]
    public async Task Send_AfterTheReaderHasLeft_FailsAtOnce_UntilAnotherComes()
    {
        var first = _source.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var sending = Send(new BrokerMessage("a"));
        Assert.True(await first.MoveNextAsync());
        var waiting = Send(new BrokerMessage("b"));

        await first.DisposeAsync();

        await Assert.ThrowsAsync<IntakeException>(() => sending);
        Assert.Contains("has ended", (await Assert.ThrowsAsync<IntakeException>(() => waiting)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IntakeException>(() => Send(new BrokerMessage("c")));
        await using var second = _source.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var next = second.MoveNextAsync();
        _ = Send(new BrokerMessage("d"));
        Assert.True(await next);
        Assert.Equal("d", second.Current.MessageId);
    }

    [Fact]
    public async Task Send_ThatWaitsForRoom_FailsWithTheOthers()
    {
        var reader = _source.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var sendings = Enumerable.Range(0, 20).Select(i => Send(new BrokerMessage($"{i}"))).ToList();
        Assert.True(await reader.MoveNextAsync());

        await reader.DisposeAsync();

        foreach (var sending in sendings) await Assert.ThrowsAsync<IntakeException>(() => sending);
        Assert.Equal(0, _source.Count);
    }

    [Fact]
    public async Task Source_HasOneReader_AndAnEnd()
    {
        var reader = _source.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var next = reader.MoveNextAsync();
        await using var other = _source.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await other.MoveNextAsync());

        _source.Complete();

        Assert.False(await next);
        await Assert.ThrowsAsync<IntakeException>(() => Send(new BrokerMessage("late")));
        await reader.DisposeAsync();
    }
}
