using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>Appending, and making durable what was appended.</content>
public sealed partial class ReplayLog
{
    private int _turn; // counts records without a key, which go to the partitions in turn

    /// <summary>Appends a record without a key; the partitions get such records in turn.</summary>
    /// <param name="value">What is to be kept; copied during the call.</param>
    /// <returns>Where it stands.</returns>
    /// <inheritdoc cref="Append(int, in LogEntry)"/>
    public LogPosition Append(ReadOnlySpan<byte> value)
    {
        var partition = PartitionOf(default);
        if (!_syncsAppends && WriterAt(partition).TryAppendPlain(value, out var appended))
        {
            return new LogPosition(partition, appended.Offset);
        }

        return Append(partition, new LogEntry(value));
    }

    /// <summary>Appends a record with a key; records of equal keys are in one partition, in order.</summary>
    /// <param name="key">What decides the partition, by its stable hash; copied during the call.</param>
    /// <param name="value">What is to be kept; copied during the call.</param>
    /// <returns>Where it stands.</returns>
    /// <inheritdoc cref="Append(int, in LogEntry)"/>
    public LogPosition Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Append(new LogEntry(key, value));

    /// <summary>Appends a record to the partition of its key, or without a key to the next one in turn.</summary>
    /// <param name="entry">The record.</param>
    /// <returns>Where it stands.</returns>
    /// <inheritdoc cref="Append(int, in LogEntry)"/>
    public LogPosition Append(in LogEntry entry) => Append(PartitionOf(entry.Key), entry);

    /// <summary>Appends a record to a partition.</summary>
    /// <remarks>
    /// <para>With <see cref="LogDurability.EveryAppend"/> the call returns when the record is durable, and shares the sync with all that
    /// wait at the same time. Else it returns when the record is in memory: from there it is written within 5 ms, and at once when a
    /// reader waits, and synced as the policy says. Use <see cref="AppendAsync(int, in LogEntry, CancellationToken)"/> not to hold up a
    /// thread, or a <see cref="LogChunk"/> for many records.</para>
    /// <para>Does not allocate.</para>
    /// </remarks>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="entry">The record.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="ArgumentException">The record is larger than <see cref="ReplayLogOptions.MaxRecordBytes"/>.</exception>
    /// <exception cref="LogWriteException">It was not appended; or it was to be made durable and is not, though it may become so: the
    /// message says which. Or, once, records that were appended before and not waited for could not be made durable.</exception>
    public LogPosition Append(int partition, in LogEntry entry) => Append(partition, entry, out _);

    /// <summary>Appends the records of a chunk to a partition: all of them or none, one behind the other, also across a crash.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="chunk">At least one record; not changed.</param>
    /// <returns>Where the first one stands.</returns>
    /// <inheritdoc cref="Append(int, in LogEntry)"/>
    public LogPosition Append(int partition, LogChunk chunk)
    {
        var writer = WriterAt(partition);
        var count = CountOf(chunk);
        var appended = writer.Append(chunk);
        if (_syncsAppends) writer.Sync(appended.Offset + count, appended.Generation);
        return new LogPosition(partition, appended.Offset);
    }

    /// <summary>Appends a record to the partition of its key, without holding up the caller.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="cancellationToken">Gives up waiting; the record stays appended.</param>
    /// <inheritdoc cref="AppendAsync(int, in LogEntry, CancellationToken)"/>
    public ValueTask<LogPosition> AppendAsync(in LogEntry entry, CancellationToken cancellationToken = default) =>
        AppendAsync(PartitionOf(entry.Key), entry, cancellationToken);

    /// <summary>Appends a record to a partition, without holding up the caller.</summary>
    /// <remarks>The record has its place when the call returns, so that calls one after the other keep their order without awaiting each.
    /// What is awaited is its safety: with <see cref="LogDurability.EveryAppend"/> that it is durable (all that wait share a sync), else
    /// that it is handed to the kernel and survives the end of this process.</remarks>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="entry">The record; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives up waiting; the record stays appended.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="ArgumentException">The record is larger than <see cref="ReplayLogOptions.MaxRecordBytes"/>.</exception>
    /// <exception cref="LogWriteException">It was not appended, or could not be made durable.</exception>
    public ValueTask<LogPosition> AppendAsync(int partition, in LogEntry entry, CancellationToken cancellationToken = default)
    {
        var writer = WriterAt(partition);
        return FinishAsync(writer, writer.Append(entry), 1, cancellationToken);
    }

    /// <summary>Appends the records of a chunk to a partition, all of them or none, without holding up the caller.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="chunk">At least one record; copied or written before the call returns, and not changed.</param>
    /// <param name="cancellationToken">Gives up waiting; the records stay appended.</param>
    /// <returns>Where the first one stands.</returns>
    /// <inheritdoc cref="AppendAsync(int, in LogEntry, CancellationToken)"/>
    public ValueTask<LogPosition> AppendAsync(int partition, LogChunk chunk, CancellationToken cancellationToken = default)
    {
        var writer = WriterAt(partition);
        var count = CountOf(chunk);
        return FinishAsync(writer, writer.Append(chunk), count, cancellationToken);
    }

    /// <summary>A chunk for records of this log.</summary>
    public LogChunk NewChunk() => new(_options.TimeProvider, _options.MaxRecordBytes);

    /// <summary>Appends a record as <see cref="Append(in LogEntry)"/> does, and says in which generation of its partition.</summary>
    internal LogPosition Append(in LogEntry entry, out int generation) => Append(PartitionOf(entry.Key), entry, out generation);

    private LogPosition Append(int partition, in LogEntry entry, out int generation)
    {
        var writer = WriterAt(partition);
        var appended = writer.Append(entry);
        if (_syncsAppends) writer.Sync(appended.Offset + 1, appended.Generation);
        generation = appended.Generation;
        return new LogPosition(partition, appended.Offset);
    }

    /// <summary>Throws when a record that was appended in a generation has been withdrawn since: its offset may be another
    /// record's.</summary>
    /// <exception cref="LogWriteException">It was withdrawn.</exception>
    internal void RequireKept(LogPosition position, int generation)
    {
        var writer = WriterAt(position.Partition);
        if (writer.IsWithdrawn(generation, position.Offset + 1)) throw LogWriteException.Withdrawn(position, writer.DurableOffset);
    }

    /// <summary>Makes all that was appended so far durable, and waits for that on the caller's thread.</summary>
    /// <exception cref="LogWriteException">It could not; the exception says from where on records were withdrawn.</exception>
    public void Sync()
    {
        RequireWriting();
        foreach (var writer in _writers) writer.SyncAll();
    }

    /// <summary>Makes all that was appended so far durable.</summary>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <exception cref="LogWriteException">It could not; the exception says from where on records were withdrawn.</exception>
    public ValueTask SyncAsync(CancellationToken cancellationToken = default) => new(Task.Run(Sync, cancellationToken));

    /// <summary>Waits until a record is durable, whoever appended it and whatever the policy; all that wait share a sync.</summary>
    /// <param name="position">The record's position.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LogPositionException">There is no such record yet.</exception>
    /// <exception cref="LogWriteException">It could not be made durable.</exception>
    public async ValueTask WaitForAsync(LogPosition position, CancellationToken cancellationToken = default)
    {
        var writer = WriterAt(position.Partition);
        await writer.SyncAsync(position, writer.Generation, position, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The partition of a key; that of the next record in turn when it is empty.</summary>
    /// <param name="key">The key's bytes.</param>
    public int PartitionOf(ReadOnlySpan<byte> key)
    {
        if (_partitions.Length == 1) return 0;
        if (key.IsEmpty) return (int)((uint)Interlocked.Increment(ref _turn) % (uint)_partitions.Length);
        return (int)Math.BigMul(StableHash.Of(key), (ulong)_partitions.Length, out _);
    }

    private static int CountOf(LogChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        if (chunk.Count > 0) return chunk.Count;

        throw new ArgumentException("The chunk is empty: there is nothing to append. Remedy: add a record before.", nameof(chunk));
    }

    private ValueTask<LogPosition> FinishAsync(
        PartitionWriter writer, AppendedRecord appended, int count, CancellationToken cancellationToken)
    {
        var first = new LogPosition(writer.Index, appended.Offset);
        if (_syncsAppends)
        {
            var last = new LogPosition(writer.Index, appended.Offset + count - 1);
            return writer.SyncAsync(last, appended.Generation, first, cancellationToken);
        }
        writer.Write();
        return new ValueTask<LogPosition>(first);
    }

    private PartitionWriter WriterAt(int partition)
    {
        RequireWriting();
        if ((uint)partition < (uint)_writers.Length) return _writers[partition];

        PartitionAt(partition); // throws what is wrong
        throw new InvalidOperationException();
    }

    private void RequireWriting()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
        if (_writers.Length > 0) return;

        throw new InvalidOperationException(
            $"The log in '{Directory}' was opened for reading. Remedy: append through the process that has it open for writing.");
    }
}
