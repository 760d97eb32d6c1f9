using System.Buffers;
using System.Diagnostics;
using LambdaSpeed;

namespace Samples.Shared.Keeping;

/// <summary>Appends lines to a log, each of them once, however often the files are read from their beginning.</summary>
/// <remarks>
/// <para>The lines of a file are in one partition, and those of a partition in the order of files and offsets. So the last record of a
/// partition says which lines it holds: all up to that one. What a crash takes from the log's end is appended again, and nothing
/// twice.</para>
/// <para>Used by one thread; waits, so that it needs a thread of its own.</para>
/// </remarks>
internal sealed class LineAppender<T>
    where T : IPlacedLine
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly ReplayLog _log;
    private readonly Pace _pace;
    private readonly TimeSpan _patience;
    private readonly CancellationToken _cancellationToken;
    private readonly ICodec<T> _codec = Codec.For<T>();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly (int File, long Offset)[] _last; // by partition: the last line it holds

    public LineAppender(ReplayLog log, KeepingOptions options, CancellationToken cancellationToken)
    {
        _log = log;
        _pace = new Pace(options.Rate);
        _patience = options.Patience;
        _cancellationToken = cancellationToken;
        _last = [.. Enumerable.Range(0, log.PartitionCount).Select(LastOf)];
    }

    /// <summary>Appends a line, unless the log has it; on a full disk, waits for room.</summary>
    /// <exception cref="LogWriteException">Patience is over, or the disk has lost what it had taken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Append(T line)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var partition = line.File % _last.Length;
        if ((line.File, line.Offset).CompareTo(_last[partition]) <= 0) return;

        _pace.WaitForTurn(_cancellationToken);
        _bytes.ResetWrittenCount();
        _codec.Write(_bytes, line);
        Patiently(() => _log.Append(partition, new LogEntry(_bytes.WrittenSpan)));
        _last[partition] = (line.File, line.Offset);
    }

    /// <summary>Makes all lines durable.</summary>
    /// <inheritdoc cref="Append"/>
    public void Sync() => Patiently(_log.Sync);

    private void Patiently(Action write)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            try
            {
                write();
                return;
            }
            catch (LogWriteException exception) when (!exception.IsWithdrawn && clock.Elapsed < _patience)
            {
                _cancellationToken.WaitHandle.WaitOne(RetryDelay); // nothing was appended, and nothing is lost: the same once more
            }
        }
    }

    private (int File, long Offset) LastOf(int partition)
    {
        var end = _log.EndOffset(partition);
        if (end == _log.FirstOffset(partition)) return (-1, 0);

        using var reader = _log.OpenReader(partition, LogStart.At(new LogPosition(partition, end - 1)));
        if (!reader.TryRead(out var record)) throw new InvalidOperationException($"partition {partition} of the log lacks its last record");

        var bytes = record.Value;
        var line = _codec.Read(ref bytes);
        return (line.File, line.Offset);
    }
}
