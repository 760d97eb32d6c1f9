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
    private byte[] _extra;          // likewise
    private bool _isDirty;          // whether the two differ; under the gate
    private bool _isArmed;          // whether the timer will save; under the gate

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

    /// <summary>Reports that retention has deleted what the consumer had not read.</summary>
    public void WarnPassed(int partition, long from, long to) => LogMessages.ConsumerPassed(_logger, Name, from, to, partition);

    /// <summary>Notes positions, which are saved within a moment: what is in the file until then is too early, and never too
    /// late.</summary>
    public void Note(IReadOnlyCollection<LogPosition> positions)
    {
        lock (_gate)
        {
            Set(positions);
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
            Set(positions);
            if (extra is not null) _extra = extra;
            Save();
        }
    }

    public void Dispose()
    {
        _saveTimer.Dispose();
        lock (_gate)
        {
            if (_isDirty) TrySave();
        }
        _lock.Dispose();
    }

    private void Set(IReadOnlyCollection<LogPosition> positions)
    {
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
            if (_isDirty) TrySave();
        }
    }
}
