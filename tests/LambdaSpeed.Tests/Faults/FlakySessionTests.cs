using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>A source that connects again, by connections that are lost as ordered.</summary>
public sealed class FlakySessionTests
{
    private const int Messages = 400;

    private readonly FaultPlan _opens = new(opening => opening % 3 == 1 ? InjectedFault.Before : InjectedFault.None);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Source_WhoseConnectionsAreLostAtRandom_DeliversAll(int seed)
    {
        var (deliveries, answers) = (FaultPlan.Random(seed, 0.05), FaultPlan.Random(seed, 0.1));
        var waiting = new List<int>(Enumerable.Range(0, Messages));
        var source = new Source(async () =>
        {
            Session? session = null;
            await _opens.InjectAsync("opening", () =>
            {
                session = new(waiting);
                return ValueTask.CompletedTask;
            });
            return new FlakySession<int>(session!) { Deliveries = deliveries, Answers = answers };
        });
        var (lost, again, last) = (0, 0, -1);
        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        while (waiting.Count > 0)
        {
            Assert.True(await read.MoveNextAsync());
            if (read.Current.Message == last) again++;
            last = read.Current.Message;
            try
            {
                await read.Current.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
            }
            catch (Exception exception) when (exception is InjectedFaultException or TaskCanceledException)
            {
                lost++;
                // one that has not arrived comes again by the next connection
            }
        }
        Assert.True(lost > 10 && again > 3 && _opens.Faults > 2, $"{lost} answers lost, {again} came twice, {_opens.Faults} openings failed");
    }

    [Fact]
    public async Task Session_IsLostByADelivery_AndItsAnswersWithIt()
    {
        var waiting = new List<int> { 0, 1, 2 };
        var session = new FlakySession<int>(new Session(waiting)) { Deliveries = new(delivery => (InjectedFault)(delivery == 0 ? 3 : delivery)) };
        Assert.True(await session.WaitAsync(RunFixture.Cancel));
        Assert.True(session.TryTake(out var first));
        Assert.True(await session.WaitAsync(RunFixture.Cancel));
        Assert.True(session.TryTake(out var twin));
        Assert.Equal((0, 0), (first.Message, twin.Message));
        Assert.False(session.TryTake(out _)); // the connection is lost instead
        Assert.False(await session.WaitAsync(RunFixture.Cancel));
        Assert.False(session.TryTake(out _));
        Assert.Contains("connection was lost", (await session.EndedAsync()).Message, StringComparison.Ordinal);
        await twin.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
        await first.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
        Assert.Equal([1, 2], waiting);
        await session.DisposeAsync();
        await Assert.ThrowsAsync<InjectedFaultException>(() => first.RejectAsync("no").AsTask());
    }

    private sealed class Source(Func<Task<ISourceSession<int>>> open) : ReconnectingSource<int>(
        "flaky sessions", new("test", "flaky"),
        new() { StartPatience = TimeSpan.FromSeconds(20), FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(2) },
        TimeProvider.System, NullLogger.Instance)
    {
        protected override Task<ISourceSession<int>> OpenAsync(CancellationToken cancellationToken) => open();

        protected override bool FailsStart(LambdaSpeedException failure) => false;
    }

    /// <summary>Delivers what waits, from its beginning.</summary>
    private sealed class Session(List<int> waiting) : ISourceSession<int>
    {
        private readonly Queue<int> _left = new(waiting);

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => new(_left.Count > 0);

        public bool TryTake([NotNullWhen(true)] out IDelivery<int>? delivery)
        {
            delivery = _left.TryDequeue(out var message) ? new Delivery(waiting, message) : null;
            return delivery is not null;
        }

        public Task<LambdaSpeedException> EndedAsync() =>
            _left.Count > 0
                ? new TaskCompletionSource<LambdaSpeedException>().Task
                : Task.FromResult<LambdaSpeedException>(new InjectedFaultException("all is delivered"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Delivery(List<int> waiting, int message) : IDelivery<int>
    {
        public string? MessageId => $"{message}";

        public int Message => message;

        public ValueTask AcknowledgeAsync(IntakeAnswer answer) => Forget();

        public ValueTask RejectAsync(string reason) => Forget();

        private ValueTask Forget()
        {
            if (!waiting.Remove(message)) throw new InvalidOperationException($"{message} was answered twice");
            return ValueTask.CompletedTask;
        }
    }
}
