using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>A partition that another process writes, or nobody: looked at anew when its end is asked for, and at intervals while a
/// reader waits.</summary>
internal sealed class PartitionFollower : LogPartition, IDisposable
{
    private const int MaxAttempts = 3;

    private readonly Lock _gate = new();
    private readonly ReplayLogOptions _options;
    private readonly ILogger _logger;
    private readonly List<ReaderBell> _idle = []; // readers that wait for more; under the gate
    private readonly ITimer _pollTimer;
    private LogSegment _last;   // the newest segment that was seen; under the gate
    private IndexEntry _end;    // up to where the last segment was read whole; under the gate
    private bool _isClosed;     // set once, under the gate

    private PartitionFollower(SegmentFiles files, ReplayLogOptions options, ILogger logger, LogSegment first, LogSegment last) : base(files)
    {
        _options = options;
        _logger = logger;
        First = first;
        _last = last;
        _end = IndexEntry.StartOf(last.BaseOffset);
        _pollTimer = options.TimeProvider.CreateTimer(
            static state => ((PartitionFollower)state!).Poll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override bool IsFollowing => true;

    public override int Generation => 0;

    public override long EndOffset
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return FindEnd();
            }
        }
    }

    public static PartitionFollower Open(SegmentFiles files, ReplayLogOptions options, ILogger logger)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (PartitionRecovery.Link(files) is { } chain)
                {
                    return new PartitionFollower(files, options, logger, chain.First, chain.Last);
                }

                throw new LogMismatchException(
                    $"Partition {files.Partition} of the log in '{files.Directory}' has no segments: its writer is just making it, or " +
                    "died doing so. Remedy: open it for writing once.");
            }
            catch (FileNotFoundException) when (attempt < MaxAttempts)
            {
                // the writer's retention deleted a segment between the listing and the opening
            }
        }
    }

    public override bool IsWithdrawn(int generation, long offset) => false; // seen by the next segment's base offset

    public override void Sync(long offset, int generation)
    {
        var end = EndOffset;
        if (offset > end) throw LogPositionException.BeyondEnd(new LogPosition(Index, offset), FirstOffset, end);

        for (var at = SegmentOf(offset); at is not null; at = at.Next)
        {
            using var file = Files.Open(at.BaseOffset);
            file.Sync();
        }
        Files.SyncNames();
    }

    public override bool TryLieDown(ReaderBell bell, LogSegment segment, long seenBytes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(ReplayLog));
            if (seenBytes > 0) Refresh(); // an incomplete frame is given its time
            bell.Segment = segment;
            bell.SeenBytes = seenBytes;
            if (seenBytes > 0 && bell.IsDue) return false;

            if (!bell.IsIdle) _idle.Add(bell);
            bell.IsIdle = true;
            _pollTimer.Change(_options.PollInterval, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    public override void GetUp(ReaderBell bell)
    {
        lock (_gate)
        {
            if (bell.IsIdle) _idle.Remove(bell);
            bell.IsIdle = false;
        }
    }

    public void Dispose()
    {
        ReaderBell[] waiting;
        lock (_gate)
        {
            _isClosed = true;
            waiting = [.. _idle];
            _idle.Clear();
        }
        _pollTimer.Dispose();
        foreach (var bell in waiting) bell.Wake(); // they learn that the log is closed when they wait again
    }

    private void Poll()
    {
        ReaderBell[] due;
        lock (_gate)
        {
            if (_isClosed) return;
            TryRefresh();
            due = _idle.FindAll(bell => bell.IsDue).ToArray();
            _idle.RemoveAll(bell => bell.IsDue);
            foreach (var bell in due) bell.IsIdle = false;
            if (_idle.Count > 0) _pollTimer.Change(_options.PollInterval, Timeout.InfiniteTimeSpan);
        }
        foreach (var bell in due) bell.Wake();
    }

    private void TryRefresh()
    {
        try
        {
            Refresh();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or LambdaSpeedException)
        {
            LogMessages.PollFailed(_logger, Files.Directory, exception); // a reader meets what is wrong when it reads
        }
    }

    /// <summary>Takes over new segments, drops those that are gone, and sees how far the last one goes.</summary>
    private void Refresh()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Follow(Files.Bases());
                _last.ReadableBytes = Math.Max(_last.ReadableBytes, Files.LengthOf(_last.BaseOffset));
                return;
            }
            catch (FileNotFoundException) when (attempt < MaxAttempts)
            {
                // the writer's retention deleted a segment between the listing and the opening
            }
        }
    }

    private void Follow(List<long> bases)
    {
        if (bases.Count > 0 && bases[0] > _last.BaseOffset && PartitionRecovery.Link(Files) is { } chain)
        {
            // all that was known has expired: readers at the old end find a gap, and that it is one of retention
            First = chain.First;
            _last.Next = chain.First;
            _last = chain.Last;
            _end = IndexEntry.StartOf(_last.BaseOffset);
            return;
        }
        foreach (var baseOffset in bases.Where(baseOffset => baseOffset > _last.BaseOffset).ToList())
        {
            var segment = Files.Load(baseOffset);
            PartitionRecovery.Join(Files, _last, segment);
            _last = segment;
            _end = IndexEntry.StartOf(baseOffset);
        }
        while (First != _last && bases.Count > 0 && First.BaseOffset < bases[0]) First = First.Next!;
    }

    private long FindEnd()
    {
        using var file = Files.OpenRead(_last.BaseOffset);
        using var frames = ReadFrom(_last, _end);
        while (true)
        {
            var status = frames.TryNext(_last.ReadableBytes);
            if (status == FrameStatus.Whole)
            {
                _end = new IndexEntry(frames.NextOffset, frames.Position, 0);
            }
            else
            {
                // behind damage the log goes on; an unfinished frame is its end
                if (status == FrameStatus.End) return frames.NextOffset;
                if (FrameSearch.BehindDamage(file, _last.Seed, frames, _last.ReadableBytes) is not { } behind) return frames.NextOffset;
                frames.Reset(behind.Position, behind.Header.BaseOffset);
            }
        }
    }
}
