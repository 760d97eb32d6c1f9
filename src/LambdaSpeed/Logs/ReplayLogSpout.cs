using System.Diagnostics;
using LambdaSpeed.Components;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Sources;

namespace LambdaSpeed.Logs;

/// <summary>Reads a task's share of a log's partitions, each in order.</summary>
/// <remarks>Touched by the owning task's step, but for <see cref="MakeDurable"/> and <see cref="OnCommitted"/>, which come from whoever
/// takes checkpoints.</remarks>
[DebuggerDisplay("{_readers.Length} partitions")]
internal sealed class ReplayLogSpout<T>(ReplayLog log, ICodec<T> codec, LogSpoutOptions options)
    : Spout<T>, IPositionedSpout, IMeasuredSpout, IReplayedSpout
{
    private readonly Lock _gate = new();
    private LogReader[] _readers = [];  // one for each partition of this task; set when opened
    private long[] _ends = [];          // where each of them ends, when the source is bounded
    private bool _isReplay;             // is this a recomputation, up to the ends? Set before the first tuple
    private int _turn;                  // the reader that is asked first
    private ConsumerState? _consumer;   // opened with the first checkpoint, if that succeeds; under the gate
    private bool _hasTriedToHold;       // whether there was a first checkpoint; under the gate

    public string? SourceId => log.Id;

    public long BytesRead { get; private set; }

    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        var partitions = Enumerable.Range(0, log.PartitionCount).Where(partition => partition % context.TaskCount == context.TaskIndex);
        var readers = new List<LogReader>();
        try
        {
            foreach (var partition in partitions)
            {
                var reader = log.OpenReader(partition, options.Start);
                reader.WakeBy(context.Wake);
                readers.Add(reader);
            }
        }
        finally
        {
            _readers = [.. readers]; // closed also when one could not be opened
        }
        _ends = [.. _readers.Select(reader => options.UntilEnd ? log.EndOffset(reader.Partition) : long.MaxValue)];
        if (options.EndsAfter is { IsCompleted: false } feed) _ = WakeAfterAsync(feed);
        if (options.Consumer is not null) Hold(options.Consumer); // here, so that a name that cannot be one ends the start
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        var hasFeedEnded = HasFeedEnded(); // before reading: what is appended until then is read
        var room = limit;
        for (var i = 0; i < _readers.Length && room > 0; i++) room -= Read((_turn + i) % _readers.Length, output, room);

        if (_readers.Length > 0) _turn = (_turn + 1) % _readers.Length;
        if ((options.UntilEnd || _isReplay) && IsAtEnd()) return SpoutStatus.Ended;
        if (hasFeedEnded && HasReadAll()) return SpoutStatus.Ended;
        return room < limit || !TryLieDown() ? SpoutStatus.Ready : SpoutStatus.Idle;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var reader in _readers) positions.Add(new LogPosition(reader.Partition, reader.NextOffset));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var reader in _readers)
        {
            if (SourcePositions.Find(positions, reader.Partition) is { } offset) reader.Seek(offset);
        }
    }

    public void CaptureEnds(ICollection<LogPosition> ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        if (!options.UntilEnd) return;
        for (var i = 0; i < _readers.Length; i++) ends.Add(new LogPosition(_readers[i].Partition, _ends[i]));
    }

    public void EndAt(IReadOnlyCollection<LogPosition> ends)
    {
        if (!options.UntilEnd) return;
        for (var i = 0; i < _readers.Length; i++)
        {
            // not behind the log's present end: what a crash has taken from the log is no end to wait for
            if (SourcePositions.Find(ends, _readers[i].Partition) is { } end) _ends[i] = Math.Min(_ends[i], end);
        }
    }

    public void ReplayUpTo(IReadOnlyCollection<LogPosition> ends)
    {
        _isReplay = true;
        for (var i = 0; i < _readers.Length; i++) _ends[i] = SourcePositions.Find(ends, _readers[i].Partition) ?? 0;
    }

    /// <summary>Returns when everything before these positions is durable; shares the sync with waiting appenders.</summary>
    /// <exception cref="LogWriteException">It could not be made durable, or was withdrawn.</exception>
    public void MakeDurable(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var reader in _readers)
        {
            if (SourcePositions.Find(positions, reader.Partition) is { } offset)
            {
                log.PartitionAt(reader.Partition).Sync(offset, reader.Generation);
            }
        }
    }

    /// <summary>Has retention keep what a checkpoint needs that starts from these positions, and nothing before; saved within a
    /// moment.</summary>
    public void OnCommitted(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (_isReplay) return; // the run that goes on says what it still needs
        var own = positions.Where(position => position.Partition % Context.TaskCount == Context.TaskIndex).ToList();
        if (own.Count == 0) return;

        lock (_gate)
        {
            if (!_hasTriedToHold) Hold(ConsumerRegistry.NameOf(Context.Topology, Context.Component));
            _consumer?.Note(own);
        }
    }

    public override ValueTask CloseAsync()
    {
        foreach (var reader in _readers) reader.Dispose();
        lock (_gate)
        {
            if (_consumer is { } consumer) log.Consumers.Close(consumer);
            _consumer = null;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the consumer that holds retention up; should the disk refuse that, the run goes on, and what it needs after a long
    /// stop may be gone, which is reported then.</summary>
    /// <exception cref="ArgumentException">The name, which was chosen, cannot be a consumer's.</exception>
    /// <exception cref="InvalidOperationException">It was chosen, and is a queue's, or another spout holds retention up by it: the one that
    /// notes last would let go of what the other needs.</exception>
    private void Hold(string name)
    {
        _hasTriedToHold = true;
        try
        {
            var consumer = log.Consumers.Open(name);
            if (consumer.TryHold(Context.Component)) _consumer = consumer; // whatever the topology's name: a recomputation may have another
            else
            {
                log.Consumers.Close(consumer);
                throw new InvalidOperationException(
                    $"Consumer '{name}' of the log in '{log.Directory}' holds retention up for another spout already, and " +
                    $"'{Context.Component}' of topology '{Context.Topology}' names it too. Remedy: give each spout a consumer of its own.");
            }
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or LambdaSpeedException || options.Consumer is null)
        {
            LogMessages.RetentionNotHeld(Context.Logger, Context.Component, name, exception);
        }
    }

    private int Read(int index, SpoutEmitter<T> output, int room)
    {
        var reader = _readers[index];
        var end = _ends[index];
        var count = 0;
        var bytes = 0L;
        for (; count < room && reader.NextOffset < end && reader.TryRead(out var record); count++)
        {
            bytes += record.Key.Length + record.Value.Length;
            if (!TryDecode(record, output, out var tuple)) continue;
            if (output.CarriesPositions) output.Emit(tuple, record.Position);
            else output.Emit(tuple);
        }
        BytesRead += bytes;
        return count;
    }

    /// <summary>False when the record is no value of the codec, and is done with by the component's failure policy.</summary>
    private bool TryDecode(in LogRecord record, SpoutEmitter<T> output, out T tuple)
    {
        var bytes = record.Value;
        CodecException failure;
        try
        {
            tuple = codec.Read(ref bytes);
            if (bytes.IsEmpty) return true;
            failure = NotDecoded(record.Position, $"{bytes.Length} byte(s) are left over.", null);
        }
        catch (Exception exception) when (exception is not InvariantViolationException) // users write codecs too
        {
            failure = NotDecoded(record.Position, exception.Message, exception);
        }
        output.Reject(new() { Position = record.Position, Key = record.Key.ToArray(), Value = record.Value.ToArray() }, failure);
        tuple = default!;
        return false;
    }

    private CodecException NotDecoded(LogPosition position, string finding, Exception? cause) => new(
        $"Record {position} of the log in '{log.Directory}' is no value of codec '{codec.Schema}': {finding} Remedy: read the log with " +
        "the codec it was written with, or say by the spout's OnFailure that such records are skipped or become dead letters.", cause);

    private async Task WakeAfterAsync(Task feed)
    {
        await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Context.Wake();
    }

    /// <summary>Is there nobody any more who feeds the log?</summary>
    private bool HasFeedEnded()
    {
        if (options.EndsAfter is not { IsCompleted: true } feed) return false;

        feed.GetAwaiter().GetResult(); // throws what has ended it
        return true;
    }

    /// <summary>Has everything been read, also what is appended and not written yet?</summary>
    private bool HasReadAll()
    {
        foreach (var reader in _readers)
        {
            if (reader.NextOffset < log.PartitionAt(reader.Partition).NextOffset) return false;
        }
        return true;
    }

    private bool IsAtEnd()
    {
        for (var i = 0; i < _readers.Length; i++)
        {
            if (_readers[i].NextOffset < _ends[i]) return false;
        }
        return true;
    }

    private bool TryLieDown()
    {
        foreach (var reader in _readers)
        {
            if (!reader.TryLieDown()) return false;
        }
        return true;
    }
}
