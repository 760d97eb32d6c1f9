using System.Collections.Concurrent;

namespace LambdaSpeed.Kafka;

/// <summary>Looks at the topic from time to time: are the brokers there, and are there new partitions?</summary>
/// <remarks>Its loop runs beside the task. While all is well it looks each <see cref="KafkaOptions.LookInterval"/>, and at once when the
/// client is in trouble; while nobody answers, with growing delays, and at once when messages come.</remarks>
internal sealed class KafkaWatch(KafkaOptions options, KafkaConnection connection, ComponentContext context) : IAsyncDisposable
{
    private static readonly TimeSpan _lookPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<int> _found = []; // new partitions
    private TaskCompletionSource _signal = NewSignal();        // completes to have it look at once; replaced by the loop
    private int _count;                                        // how many partitions are known; the opening's, then the loop's
    private Task _work = Task.CompletedTask;                   // the loop; set once
    private volatile KafkaSourceException? _failure;           // why the topic is not read at present; likewise
    private volatile SourceState _state;                       // how it is doing; the loop, or whoever notes a failure, writes it

    public SourceState State => _state;

    public MessagingMetrics Metrics { get; } = new("kafka", options.Topic);

    /// <summary>Why it is not read at present; null while it is.</summary>
    public KafkaSourceException? Failure => _failure;

    /// <summary>How many partitions the topic has, as it was looked at last.</summary>
    public int PartitionCount => Volatile.Read(ref _count);

    /// <summary>Finds out how many partitions there are; while nobody answers it is waited, though not for ever.</summary>
    /// <param name="find">Finds out what else is to be known, given that number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaSourceException">The topic cannot be read.</exception>
    public async Task OpenAsync(Func<int, Task> find, CancellationToken cancellationToken)
    {
        var count = await options.Reconnecting.PatientlyAsync(
            token => Metrics.ConnectAsync(() => FindAsync(find, token), KafkaProblem.KindOf, context.TimeProvider),
            failure => failure is KafkaSourceException { IsLasting: true }, context.TimeProvider, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _count, count);
    }

    /// <summary>Begins to look. Once.</summary>
    public void Start()
    {
        _state = SourceState.Reading;
        connection.OnTrouble = () =>
        {
            if (_state == SourceState.Reading) LookNow();
        };
        _work = Task.Run(RunAsync);
    }

    /// <summary>Messages have come: an outage may be over. Any thread, often.</summary>
    public void NoteMessages()
    {
        if (_state == SourceState.Retrying) LookNow();
    }

    /// <summary>Reading has failed in a way that the client tries again. Any thread.</summary>
    public void NoteFailure(KafkaSourceException failure)
    {
        (_failure, _state) = (failure, SourceState.Retrying);
        LookNow();
    }

    /// <summary>The next new partition of this task that was found.</summary>
    public bool TryTakeFound(out int partition) => _found.TryDequeue(out partition);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state = SourceState.Closed;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            var delay = failures == 0 ? options.LookInterval : options.Reconnecting.DelayAfter(failures);
            await RestAsync(delay).ConfigureAwait(false);
            var attempt = context.TimeProvider.GetTimestamp();
            try
            {
                await LookAsync().ConfigureAwait(false);
                if (failures > 0) Metrics.Connected(context.TimeProvider.GetElapsedTime(attempt));
                failures = 0;
                (_failure, _state) = (null, SourceState.Reading);
            }
            catch (KafkaSourceException exception)
            {
                failures++;
                Metrics.Connected(context.TimeProvider.GetElapsedTime(attempt), exception.Fault.ToString());
                (_failure, _state) = (exception, SourceState.Retrying);
                var next = options.Reconnecting.DelayAfter(failures);
                KafkaLog.Lost(context.Logger, options.Topic, next, failures, exception);
            }
        }
    }

    private async Task<int> FindAsync(Func<int, Task> find, CancellationToken cancellationToken)
    {
        var count = await CountAsync(cancellationToken).ConfigureAwait(false);
        await find(count).ConfigureAwait(false);
        return count;
    }

    private async Task LookAsync()
    {
        var count = await CountAsync(_stop.Token).ConfigureAwait(false);
        if (count < _count) throw KafkaProblem.FewerPartitions(options, _count, count, "there were");
        if (count == _count || options.Partitions is not null || options.Group is not null) return;

        foreach (var partition in context.OwnPartitions(options, count).Where(partition => partition >= _count))
        {
            _found.Enqueue(partition);
        }
        Volatile.Write(ref _count, count);
        context.Wake();
    }

    /// <summary>Asks on a thread that may wait.</summary>
    private Task<int> CountAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return connection.CountPartitions(_lookPatience);
            }
            catch (KafkaSourceException) when (_state == SourceState.Opening) // nobody polls yet
            {
                connection.Listen();
                throw;
            }
        },
        cancellationToken);

    private void LookNow() => Volatile.Read(ref _signal).TrySetResult();

    private async Task RestAsync(TimeSpan delay)
    {
        var clock = context.TimeProvider;
        // not more often than with the first delay, whatever signals come
        await Task.Delay(options.Reconnecting.FirstDelay, clock, _stop.Token).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(Task.Delay(delay, clock, over.Token), _signal.Task).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (_signal.Task.IsCompleted) Volatile.Write(ref _signal, NewSignal());
        _stop.Token.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
