using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>A source that connects again.</summary>
public sealed class ReconnectingSourceTests : IDisposable
{
    private readonly Server _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task LostConnections_AreMadeAgain_AndTheStateIsTold()
    {
        var source = new Source(_server, "lost");
        _server.Failures.Enqueue(new("away at the start"));
        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var next = read.MoveNextAsync().AsTask();
        await _server.DeliverAsync("a");
        Assert.True(await next);
        Assert.Equal("a", read.Current.Message);
        Assert.Equal((SourceState.Reading, null), (source.Description.State, source.Description.Failure));

        _server.Failures.Enqueue(new("away later"));
        next = read.MoveNextAsync().AsTask();
        var former = _server.Drop();
        await _server.DeliverAsync("b");
        Assert.True(await next);
        Assert.Equal("b", read.Current.Message);
        Assert.True(former.IsDisposed);
        Assert.Equal(["lost", "away later"], source.Retries);
    }

    /// <summary>The start fails at once by what waiting does not mend, and else when its patience is over.</summary>
    [Theory]
    [InlineData("wrong", 0)]
    [InlineData("away", 30)]
    public async Task Start_IsAsPatientAsItIsTold(string failure, int least)
    {
        for (var i = 0; i < 1000; i++) _server.Failures.Enqueue(new(failure));
        var clock = new FakeTimeProvider();
        var start = clock.GetTimestamp();
        var source = new Source(_server, "patience", clock, startPatience: TimeSpan.FromMilliseconds(30));
        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);

        var failing = read.MoveNextAsync().AsTask();
        for (; !failing.IsCompleted; await Task.Yield()) clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(failure, (await Assert.ThrowsAsync<ServerException>(() => failing)).Message);
        Assert.True(clock.GetElapsedTime(start).TotalMilliseconds >= least);
        Assert.InRange(1000 - _server.Failures.Count, least == 0 ? 1 : 2, least == 0 ? 1 : 12); // after 1, 2, 4, 5, 5, … ms
    }

    /// <summary>A server that lets each connection in and loses it at once is called at growing delays; one that has delivered something,
    /// or was there for long, is called soon.</summary>
    [Theory]
    [InlineData("nothing", 1, 2, 4, 5, 5)]
    [InlineData("a message", 1, 1, 1, 1, 1)]
    [InlineData("time", 1, 1, 1, 1, 1)]
    public async Task Delays_Grow_UntilAConnectionWasOfUse(string gives, params int[] delays)
    {
        var log = new DelayLog();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        _server.Connected = session =>
        {
            if (log.Delays.Count == delays.Length) stop.Cancel();
            if (gives == "a message") session.Deliver("a");
            session.Lose();
        };
        var clock = new HurriedClock(TimeSpan.FromMilliseconds(gives == "time" ? 5 : 0));
        var taken = 0;
        await foreach (var delivery in new Source(_server, gives, clock, log).ReadAsync(stop.Token)) taken++;

        Assert.Equal(delays, log.Delays.Select(delay => (int)delay.TotalMilliseconds));
        Assert.Equal(gives == "a message" ? delays.Length : 0, taken);
    }

    [Fact]
    public async Task MessagesAndConnections_AreCounted_ByTheNamesOfMessaging()
    {
        var found = new ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name.StartsWith("messaging.", StringComparison.Ordinal)) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((by, value, tags, _) => found.Enqueue((by.Name, value, new(tags.ToArray()))));
        listener.SetMeasurementEventCallback<double>((by, value, tags, _) => found.Enqueue((by.Name, value, new(tags.ToArray()))));
        listener.Start();
        _server.Failures.Enqueue(new("away"));
        await using var read = new Source(_server, "counted").ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var next = read.MoveNextAsync().AsTask();
        foreach (var message in new[] { "a", "b", "c" }) await _server.DeliverAsync(message);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await next);
            if (i < 2) next = read.MoveNextAsync().AsTask();
        }

        var own = found.Where(measured => Equals(measured.Tags.GetValueOrDefault("messaging.destination.name"), "counted")).ToList();
        Assert.All(own, measured => Assert.Equal("test", measured.Tags["messaging.system"]));
        Assert.Equal(3, own.Where(measured => measured.Name == "messaging.client.consumed.messages").Sum(measured => measured.Value));
        var connections = own.Where(measured => measured.Name == "messaging.client.operation.duration").ToList();
        Assert.Equal(["of a test", null], connections.Select(measured => measured.Tags.GetValueOrDefault("error.type")));
    }

    private sealed class ServerException(string message) : LambdaSpeedException(message);

    private sealed class Server : IDisposable
    {
        private readonly SemaphoreSlim _connected = new(0);
        private Session _session = null!;

        public ConcurrentQueue<ServerException> Failures { get; } = [];

        public Action<Session> Connected { get; set; } = static _ => { };

        public Session Connect()
        {
            if (Failures.TryDequeue(out var failure)) throw failure;
            _session = new();
            _connected.Release();
            Connected(_session);
            return _session;
        }

        public async Task DeliverAsync(string message)
        {
            await _connected.WaitAsync(RunFixture.Patience, RunFixture.Cancel);
            _session.Deliver(message);
            _connected.Release();
        }

        public Session Drop()
        {
            _connected.Wait(RunFixture.Cancel);
            _session.Lose();
            return _session;
        }

        public void Dispose() => _connected.Dispose();
    }

    private sealed class Session : ISourceSession<string>
    {
        private readonly Channel<Delivery> _delivered = Channel.CreateUnbounded<Delivery>();

        public bool IsDisposed { get; private set; }

        public void Deliver(string message) => _delivered.Writer.TryWrite(new(message));

        public void Lose() => _delivered.Writer.TryComplete();

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _delivered.Reader.WaitToReadAsync(cancellationToken);

        public bool TryTake([NotNullWhen(true)] out IDelivery<string>? delivery)
        {
            delivery = _delivered.Reader.TryRead(out var taken) ? taken : null;
            return delivery is not null;
        }

        public Task<LambdaSpeedException> EndedAsync() => Task.FromResult<LambdaSpeedException>(new ServerException("lost"));

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Delivery(string message) : IDelivery<string>
    {
        public string? MessageId => message;

        public string Message => message;

        public ValueTask AcknowledgeAsync(IntakeAnswer answer) => ValueTask.CompletedTask;

        public ValueTask RejectAsync(string reason) => ValueTask.CompletedTask;
    }

    /// <summary>Hears of the delays.</summary>
    private sealed class DelayLog : ILogger
    {
        public List<TimeSpan> Delays { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != 66) return;
            Delays.Add((TimeSpan)((IReadOnlyList<KeyValuePair<string, object?>>)state!).Single(value => value.Key == "Delay").Value!);
        }
    }

    /// <summary>A clock whose timers are due at once, and that moves on at each look.</summary>
    private sealed class HurriedClock(TimeSpan step) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += step.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Source(
        Server server, string queue, TimeProvider? clock = null, ILogger? logger = null, TimeSpan? startPatience = null)
        : ReconnectingSource<string>(
        $"test {queue}", new("test", queue),
        new()
        {
            StartPatience = startPatience ?? TimeSpan.FromMinutes(1),
            FirstDelay = TimeSpan.FromMilliseconds(1),
            LongestDelay = TimeSpan.FromMilliseconds(5),
        },
        clock ?? TimeProvider.System, logger ?? NullLogger.Instance)
    {
        public List<string> Retries { get; } = [];

        protected override Task<ISourceSession<string>> OpenAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ISourceSession<string>>(server.Connect());

        protected override bool FailsStart(LambdaSpeedException failure) => failure.Message == "wrong";

        protected override bool EndsReading(LambdaSpeedException failure)
        {
            Retries.Add(failure.Message);
            return false;
        }

        protected override string KindOf(LambdaSpeedException failure) => "of a test";
    }
}
