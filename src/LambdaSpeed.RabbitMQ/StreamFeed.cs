using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Keeps one stream attached, on a connection of its own: what comes goes into the queue, a lost connection is made
/// again.</summary>
/// <remarks>Its loop runs beside the task, which only looks at the queue and at <see cref="Loss"/>.</remarks>
internal sealed class StreamFeed<T> : IAsyncDisposable
{
    private const int LookAgain = 6; // of the longest delays, for a stream that ends too early

    private static readonly TimeSpan _attachPatience = TimeSpan.FromSeconds(2); // for the message that was read last
    private static readonly TimeSpan _drainLook = TimeSpan.FromMilliseconds(5);

    private readonly RabbitMqStreamOptions _options;
    private readonly Broker _broker;
    private readonly StreamDecoder<T> _decode;
    private readonly ComponentContext _context;
    private readonly string _stream;
    private readonly MessagingMetrics _metrics;
    private readonly CancellationTokenSource _stop = new();
    private IConnection? _connection;         // open between two failures; the opening's, then the loop's
    private long? _openStart;                 // where reading begins, unless it goes on somewhere; written before the loop
    private bool _hasAttached;                // whether it was read since it was opened; the loop's
    private long? _beyondSince;               // since when each look finds that the stream ends before the position; the loop's
    private Task _work = Task.CompletedTask;  // the loop; set once
    private volatile RabbitMqException? _failure; // why it is not read at present; the loop writes it
    private volatile RabbitMqException? _loss;    // what ends it; the loop writes it
    private volatile SourceState _state;          // the loop writes it

    public StreamFeed(RabbitMqStreamOptions options, Broker broker, int partition, StreamDecoder<T> decode, ComponentContext context)
    {
        _options = options;
        _broker = broker;
        _decode = decode;
        _context = context;
        _stream = options.Streams[partition];
        _metrics = new("rabbitmq", _stream);
        Partition = partition;
        Queue = new StreamQueue<T>(options.Prefetch);
    }

    /// <summary>The index of the stream.</summary>
    public int Partition { get; }

    public StreamQueue<T> Queue { get; }

    public SourceState State => _state;

    /// <summary>Why it is not read at present; null while it is.</summary>
    public RabbitMqException? Failure => _failure;

    /// <summary>Why it can never be read on; null while it can.</summary>
    public RabbitMqException? Loss => _loss;

    /// <summary>Connects, and finds where reading begins.</summary>
    /// <exception cref="RabbitMqException">It cannot be read.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var start = await _options.Reconnecting.PatientlyAsync(
            FindStartAsync, failure => failure is RabbitMqException { IsLasting: true }, _context.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
        Queue.Seek(start);
        _openStart = start;
    }

    /// <summary>Goes on at a position instead.</summary>
    public void Seek(long offset)
    {
        Queue.Seek(offset);
        _openStart = null;
    }

    /// <summary>Begins to read. Once.</summary>
    public void Start() => _work = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Queue.Restart();
        await Broker.CloseAsync(_connection).ConfigureAwait(false);
        _connection = null;
        _state = SourceState.Closed;
        _stop.Dispose();
    }

    private async Task<long> FindStartAsync(CancellationToken cancellationToken)
    {
        var connection = await _broker.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var start = await StreamProbe.StartAsync(
                _broker, connection, _stream, _options.Start, _context.TimeProvider, cancellationToken).ConfigureAwait(false);
            _connection = connection;
            return start;
        }
        finally
        {
            if (_connection is null) await Broker.CloseAsync(connection).ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        for (var failures = 1; !_stop.IsCancellationRequested; failures++)
        {
            StreamSession<T>? session = null;
            RabbitMqException why;
            var begun = _context.TimeProvider.GetTimestamp();
            try
            {
                session = await _metrics.ConnectAsync(AttachAsync, BrokerProblem.KindOf, _context.TimeProvider).ConfigureAwait(false);
                why = await session.Ended.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                why = BrokerProblem.OfQueue(_broker.Name, _stream, nameof(RabbitMqStreamOptions.Streams), exception);
            }
            if (IsLost(why))
            {
                (_failure, _loss) = (why, why);
                _context.Wake();
                return;
            }
            if (session is not null && _options.Reconnecting.WasOfUse(session.HasDelivered, _context.TimeProvider.GetElapsedTime(begun)))
            {
                failures = 1;
            }
            await RestAsync(why, failures, session is { IsInDoubt: true }).ConfigureAwait(false);
        }
    }

    /// <summary>Is what was to be read next gone for good? A stream that ends too early is looked at for a while: it may be a replica that
    /// lags behind the one that was read before.</summary>
    private bool IsLost(RabbitMqException why)
    {
        if (why.Fault != RabbitMqFault.PositionBeyondEnd)
        {
            _beyondSince = null;
            return why.IsLoss;
        }
        var policy = _options.Reconnecting;
        _beyondSince ??= _context.TimeProvider.GetTimestamp();
        return _context.TimeProvider.GetElapsedTime(_beyondSince.Value) >=
            (_hasAttached ? LookAgain * policy.LongestDelay : policy.StartPatience);
    }

    /// <summary>Attaches to the stream, and returns when the place is found, or nothing is there to prove it by.</summary>
    private async Task<StreamSession<T>> AttachAsync()
    {
        _connection ??= await _broker.ConnectAsync(_stop.Token).ConfigureAwait(false);
        var position = Queue.Restart();
        var channel = await Broker.OpenChannelAsync(_connection, _options.Prefetch, _stop.Token).ConfigureAwait(false);
        var isOpenStart = position == _openStart; // nothing was read yet, so nothing can be missing
        var sequence = new StreamSequence(position, isOpenStart);
        var session = new StreamSession<T>(channel, _broker.Name, _stream, Partition, sequence, Queue, _decode, _metrics, _context.Wake);
        Queue.Begin(session);
        await session.ConsumeAsync(sequence.AttachAt, _stop.Token).ConfigureAwait(false);
        if (!isOpenStart && position > 0 && position != _options.Start.Ahead)
        {
            await RequirePlaceAsync(_connection, session, position).ConfigureAwait(false);
        }
        RabbitMqLog.Reading(_context.Logger, _stream, $"offset {position}");
        (_failure, _state, _hasAttached) = (null, SourceState.Reading, true);
        return session;
    }

    /// <summary>Has the stream the message before the position? The server waits without a word when it ends before.</summary>
    private async Task RequirePlaceAsync(IConnection connection, StreamSession<T> session, long position)
    {
        var clock = _context.TimeProvider;
        while (true)
        {
            await Task.WhenAny(session.Attached, session.Ended, Task.Delay(_attachPatience, clock, _stop.Token)).ConfigureAwait(false);
            _stop.Token.ThrowIfCancellationRequested();
            if (session.Attached.IsCompleted || session.Ended.IsCompleted) return;

            try
            {
                var end = await StreamProbe.EndAsync(_broker, connection, _stream, clock, _stop.Token).ConfigureAwait(false);
                if (end < position) throw StreamLoss.BeyondEnd(_broker.Name, _stream, position, end);
            }
            catch (RabbitMqException) when (session.Attached.IsCompleted)
            {
                return; // it was slow
            }
        }
    }

    private async Task RestAsync(RabbitMqException why, int failures, bool isInDoubt)
    {
        try
        {
            if (isInDoubt)
            {
                while (!Queue.IsTaken) await Task.Delay(_drainLook, _context.TimeProvider, _stop.Token).ConfigureAwait(false);
            }
            else
            {
                var delay = _options.Reconnecting.DelayAfter(failures);
                (_failure, _state) = (why, SourceState.Retrying);
                RabbitMqLog.Lost(_context.Logger, _stream, delay, failures, why);
                await Task.Delay(delay, _context.TimeProvider, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // the loop ends
        }
        await Broker.CloseAsync(_connection).ConfigureAwait(false);
        _connection = null;
    }
}
