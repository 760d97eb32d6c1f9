using System.Runtime.CompilerServices;
using LambdaSpeed.Streams;

namespace LambdaSpeed.EventTime;

/// <summary>The watermark of what one task reads: that of the partition which is furthest behind, idle ones left out.</summary>
/// <remarks>Pure but for the generators of the user. Touched only by the owning task's step.</remarks>
internal sealed class PartitionWatermarks
{
    private readonly WatermarkStrategy _strategy;
    private readonly long _disorder;
    private IWatermarkGenerator?[] _generators = []; // by partition; null entries without generators of the user's
    private long[] _watermarks = []; // by partition
    private bool[] _isIdle = [];     // likewise; those of other tasks are idle for good
    private bool[] _hasSpoken = [];  // likewise: had a tuple since idleness was looked for last
    private int _behind;             // a partition that holds the others back

    public PartitionWatermarks(WatermarkStrategy strategy)
    {
        _strategy = strategy;
        _disorder = strategy.Disorder;
        Grow(strategy.Partitions);
        Array.Clear(_isIdle);
    }

    /// <summary>The watermark; it never goes back.</summary>
    public long Current { get; private set; }

    /// <summary>Are all partitions idle?</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Are they, and has the clock taken the watermark on since?</summary>
    public bool IsByClock { get; private set; }

    public int Count => _watermarks.Length;

    /// <summary>The watermarks by partition.</summary>
    public ReadOnlySpan<long> All => _watermarks;

    /// <summary>The watermark of one partition.</summary>
    public long this[int partition] => _watermarks[partition];

    /// <summary>Only these partitions are read by the task: it is not to wait for others. Before the first tuple.</summary>
    public void Own(IReadOnlyCollection<int> partitions)
    {
        Grow(partitions.DefaultIfEmpty(-1).Max() + 1);
        Array.Fill(_isIdle, true);
        foreach (var partition in partitions) _isIdle[partition] = false;
        Update();
    }

    /// <summary>Makes room for so many partitions; nobody waits for new ones before they have had a tuple.</summary>
    public void Grow(int count)
    {
        var former = Count;
        if (count <= former) return;
        Array.Resize(ref _generators, count);
        Array.Resize(ref _watermarks, count);
        Array.Resize(ref _isIdle, count);
        Array.Resize(ref _hasSpoken, count);
        Array.Fill(_isIdle, true, former, count - former);
        if (_strategy.Generator is not { } generator) return;
        for (var i = former; i < count; i++)
        {
            _generators[i] = generator() ?? throw new InvalidOperationException(
                "A watermark generator was made as null. Remedy: have the function of WatermarkStrategy.Custom return one.");
        }
    }

    /// <summary>Takes the event time of a tuple, which may move the watermark that the tuples behind it come after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(int partition, long eventTime)
    {
        _hasSpoken[partition] = true;
        var watermark = _generators[partition] is { } generator
            ? generator.OnEvent(new DateTimeOffset(eventTime, TimeSpan.Zero)).UtcTicks
            : Math.Max(eventTime - _disorder, Watermark.None + 1);
        if (watermark >= Watermark.Final) watermark = Watermark.Final - 1; // that the input is at its end is not for tuples to say
        if (watermark > _watermarks[partition] || _isIdle[partition]) Raise(partition, watermark);
    }

    /// <summary>Takes the watermark that was kept of a partition by a former start; what is not read here is left out.</summary>
    public void Restore(int partition, long watermark)
    {
        if (_isIdle[partition]) return;
        _watermarks[partition] = Math.Max(_watermarks[partition], watermark);
        Update();
    }

    /// <summary>The idle time has passed: partitions without a tuple since the last call are idle. True when that changes
    /// anything.</summary>
    public bool LookForIdle()
    {
        var (former, wasIdle) = (Current, IsIdle);
        for (var i = 0; i < _hasSpoken.Length; i++)
        {
            _isIdle[i] = !_hasSpoken[i];
            _hasSpoken[i] = false;
        }
        Update();
        return former != Current || wasIdle != IsIdle;
    }

    /// <summary>All partitions have been idle for so many ticks more: event time goes on from the farthest that any has come.</summary>
    public void FollowClock(long ticks)
    {
        var farthest = _watermarks.Max();
        if (farthest == Watermark.None) return; // no tuple yet: there is nothing to go on from
        Current = Math.Max(Current, Math.Min(farthest + ticks, Watermark.Final - 1));
        foreach (ref var watermark in _watermarks.AsSpan())
        {
            if (watermark != Watermark.None) watermark = Current; // one that has none is perhaps another task's
        }
        IsByClock = true;
    }

    private void Raise(int partition, long watermark)
    {
        // one that was idle and has no watermark yet must be heard of all the same: it is not to be left out any longer
        _watermarks[partition] = Math.Max(_watermarks[partition], Math.Max(watermark, Watermark.None + 1));
        var wasIdle = _isIdle[partition];
        _isIdle[partition] = false;
        if (partition == _behind || wasIdle) Update();
    }

    /// <summary>Looks for the partition that is furthest behind.</summary>
    private void Update()
    {
        _behind = -1;
        for (var i = 0; i < _watermarks.Length; i++)
        {
            if (!_isIdle[i] && (_behind < 0 || _watermarks[i] < _watermarks[_behind])) _behind = i;
        }
        IsIdle = _behind < 0;
        IsByClock &= IsIdle;
        if (!IsIdle) Current = Math.Max(Current, _watermarks[_behind]);
    }
}
