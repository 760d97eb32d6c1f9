using System.Diagnostics;
using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>What this process knows of a consumer it has opened; shared by all that have opened it here.</summary>
/// <remarks>Safe for use by several threads.</remarks>
[DebuggerDisplay("{Name}")]
internal sealed class ConsumerState : IDisposable
{
    private static readonly TimeSpan SaveDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ConsumerFile _file;
    private readonly IDisposable _lock;
    private readonly ILogger _logger;
    private readonly ITimer _saveTimer;
    private ConsumerOffsets _saved; // what is in the file; under the gate
    private readonly long[] _offsets; // what holds now; under the gate
    private long[]? _begun;         // where it began, until it commits; null for one that keeps nothing before that; likewise
    private string? _holder;        // the component that holds retention up by it; null for none; likewise
    private byte[] _extra;          // likewise
    private bool _isDirty;          // whether the two differ; under the gate
    private bool _isArmed;          // whether the timer will save; under the gate
    private bool _isDisposed;       // whether its files may be another's by now; under the gate

    public ConsumerState(string name, ConsumerFile file, IDisposable heldLock, int partitions, TimeProvider timeProvider, ILogger logger)
    {
        Name = name;
        _file = file;
        _lock = heldLock;
        _logger = logger;
        _saved = file.Load() ?? new ConsumerOffsets(0, Enumerable.Repeat(-1L, partitions).ToArray(), []);
        _offsets = [.. _saved.Offsets];
        _extra = _saved.Extra;
        _saveTimer = timeProvider.CreateTimer(
            static state => ((ConsumerState)state!).SaveInTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name { get; }

    /// <summary>How many have it open; touched by the registry alone.</summary>
    public int Owners { get; set; }

    /// <summary>Whether its one owner does not share it; touched by the registry alone.</summary>
    public bool IsAlone { get; set; }

    public byte[] Extra
    {
        get
        {
            lock (_gate) return _extra;
        }
    }

    /// <summary>The offset it reads next in a partition; null where it has not committed yet.</summary>
    public long? OffsetOf(int partition)
    {
        lock (_gate) return _offsets[partition] is >= 0 and var offset ? offset : null;
    }

    /// <summary>The offset from which on retention is to keep a partition for it, now and after a crash: until what is noted has been
    /// saved, a start would go by what was saved before. Null for nothing.</summary>
    public long? HoldOf(int partition)
    {
        lock (_gate)
        {
            var (saved, noted) = (_saved.Offsets[partition], _offsets[partition]);
            if (saved >= 0 && noted >= 0) return Math.Min(saved, noted);
            return Math.Max(saved, noted) is >= 0 and var offset ? offset : _begun?[partition];
        }
    }

    /// <summary>Has retention keep what is there now, until something is noted or the consumer is given up.</summary>
    public void BeginAt(long[] offsets)
    {
        lock (_gate) _begun ??= offsets;
    }

    /// <summary>Has a component hold retention up by this consumer; false when another one does already.</summary>
    public bool TryHold(string component)
    {
        lock (_gate) return (_holder ??= component) == component;
    }

    /// <summary>Reports that its offsets stay as they are in the file.</summary>
    public void WarnNotSaved(Exception exception) => LogMessages.OffsetsNotSaved(_logger, Name, exception);

    /// <summary>Reports that retention has deleted what the consumer had not read.</summary>
    public void WarnPassed(int partition, long from, long to) => LogMessages.ConsumerPassed(_logger, Name, from, to, partition);

    /// <summary>Notes positions, which are saved within a moment: what is in the file until then is too early, and never too
    /// late.</summary>
    public void Note(IReadOnlyCollection<LogPosition> positions, byte[]? extra = null)
    {
        lock (_gate)
        {
            Set(positions, extra);
            if (_isArmed) return;
            _isArmed = true;
            _saveTimer.Change(SaveDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Saves positions, durably when the call returns.</summary>
    public void Save(IReadOnlyCollection<LogPosition> positions, byte[]? extra = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Set(positions, extra);
            Save();
        }
    }

    public void Dispose()
    {
        _saveTimer.Dispose();
        lock (_gate)
        {
            if (_isDirty && !_isDisposed) TrySave();
            _isDisposed = true;
        }
        _lock.Dispose();
    }

    private void Set(IReadOnlyCollection<LogPosition> positions, byte[]? extra)
    {
        if (extra is not null) _extra = extra;
        foreach (var position in positions)
        {
            if ((uint)position.Partition < (uint)_offsets.Length) _offsets[position.Partition] = position.Offset;
        }
        _isDirty = true;
    }

    private void Save()
    {
        var offsets = new ConsumerOffsets(_saved.Sequence + 1, [.. _offsets], _extra);
        _file.Save(offsets);
        _saved = offsets;
        _isDirty = false;
    }

    private void TrySave()
    {
        try
        {
            Save();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogMessages.OffsetsNotSaved(_logger, Name, exception);
        }
    }

    private void SaveInTime()
    {
        lock (_gate)
        {
            _isArmed = false;
            if (_isDirty && !_isDisposed) TrySave();
        }
    }
}
