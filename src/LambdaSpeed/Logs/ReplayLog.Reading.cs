namespace LambdaSpeed;

/// <content>Reading, consumers and retention.</content>
public sealed partial class ReplayLog
{
    /// <summary>The names of the log's consumers, ascending.</summary>
    public IReadOnlyList<string> ConsumerNames => Consumers.Names;

    /// <summary>Opens a reader of one partition.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="start">Where it begins; null for the first record that is kept.</param>
    /// <exception cref="LogPositionException">The partition does not have the position.</exception>
    public LogReader OpenReader(int partition, LogStart? start = null)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
        var source = PartitionAt(partition);
        return new LogReader(source, (start ?? LogStart.Earliest).Resolve(this, source));
    }

    /// <summary>Opens a named consumer, whose offsets are kept with the log.</summary>
    /// <remarks>Consumers do not know of each other. Retention waits for them, see <see cref="ReplayLogOptions.MayPassConsumers"/>.
    /// Opened more than once in this process, it is one consumer all the same.</remarks>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.' of ASCII.</param>
    /// <exception cref="StorageLockedException">Another process has it open.</exception>
    public LogConsumer OpenConsumer(string name)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
        var state = Consumers.Open(name);
        if (state.Extra.Length == 0) return new LogConsumer(this, state);

        Consumers.Close(state);
        throw new LogMismatchException(
            $"'{name}' is the name of a queue or of a run's output on the log in '{Directory}', which keeps more than offsets. " +
            "Remedy: choose another name.");
    }

    /// <summary>Opens the log as a queue of work for competing workers.</summary>
    /// <param name="name">The queue's name, as for <see cref="OpenConsumer"/>. A new one begins at the first records that are kept.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <exception cref="StorageLockedException">Another process has it open.</exception>
    /// <exception cref="InvalidOperationException">It is open in this process.</exception>
    /// <exception cref="LogMismatchException">There is a consumer of that name that is no queue.</exception>
    public LogQueue OpenQueue(string name, LogQueueOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
        var checkedOptions = options ?? new LogQueueOptions();
        checkedOptions.Validate();
        var state = Consumers.Open(name, isAlone: true);
        try
        {
            return new LogQueue(this, state, _options.TimeProvider, checkedOptions);
        }
        catch
        {
            Consumers.Close(state);
            throw;
        }
    }

    /// <summary>Forgets a consumer and its offsets, so that retention does not wait for it any more.</summary>
    /// <param name="name">The consumer; when there is none, nothing happens.</param>
    /// <exception cref="InvalidOperationException">It is open.</exception>
    public void DeleteConsumer(string name) => Consumers.Delete(name);

    /// <summary>The first offset that a partition keeps.</summary>
    /// <param name="partition">The partition, from 0.</param>
    public long FirstOffset(int partition) => PartitionAt(partition).FirstOffset;

    /// <summary>The offset behind the last record of a partition that can be read now.</summary>
    /// <param name="partition">The partition, from 0.</param>
    public long EndOffset(int partition) => PartitionAt(partition).EndOffset;

    /// <summary>The offset before which all records of a partition are durable; of a log that is opened for writing.</summary>
    /// <param name="partition">The partition, from 0.</param>
    public long DurableOffset(int partition) => WriterAt(partition).DurableOffset;

    /// <summary>Deletes what retention does not keep any more, now; it does so by itself once a minute and after each segment.</summary>
    public void ApplyRetention()
    {
        RequireWriting();
        foreach (var writer in _writers) writer.Expire(Consumers.HoldOf(writer.Index));
    }

    /// <summary>Deletes the segments of a partition in which all records stand before an offset, whatever retention and consumers
    /// say.</summary>
    /// <param name="before">The position from which on everything is kept.</param>
    public void DeleteBefore(LogPosition before) => WriterAt(before.Partition).DeleteBefore(before.Offset);
}
