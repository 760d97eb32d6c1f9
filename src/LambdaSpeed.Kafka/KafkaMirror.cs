using Confluent.Kafka;

namespace LambdaSpeed.Kafka;

/// <summary>Copies committed positions to a consumer group, now and then, for those who look there; nothing is read from it.</summary>
internal sealed class KafkaMirror(KafkaOptions options, KafkaConnection connection, KafkaWatch watch, ComponentContext context)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<LogPosition>? _latest; // committed and not copied yet; null when there is nothing new
    private Task _work = Task.CompletedTask;     // the loop; set once

    /// <summary>Begins to copy. Once.</summary>
    public void Start()
    {
        if (options.MirrorGroup is not null) _work = Task.Run(RunAsync);
    }

    /// <summary>Positions that were committed. Any thread.</summary>
    public void Note(IReadOnlyList<LogPosition> positions) => Volatile.Write(ref _latest, positions);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (options.MirrorGroup is not null && watch.State == SourceState.Reading) await Task.Run(Copy).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(options.MirrorInterval, context.TimeProvider, _stop.Token).ConfigureAwait(false);
            if (watch.State == SourceState.Reading) await Task.Run(Copy, _stop.Token).ConfigureAwait(false);
        }
    }

    private void Copy()
    {
        if (Interlocked.Exchange(ref _latest, null) is not { } positions) return;
        try
        {
            connection.Consumer.Commit(
                positions.Select(position => new TopicPartitionOffset(options.Topic, position.Partition, position.Offset)));
        }
        catch (KafkaException exception)
        {
            KafkaLog.NotMirrored(context.Logger, options.Topic, options.MirrorGroup!, exception); // the next ones will do
        }
    }
}
