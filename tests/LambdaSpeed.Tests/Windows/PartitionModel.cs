namespace LambdaSpeed.Tests.Windows;

/// <summary>The watermark of a task that reads several partitions, by the words of the documents: that of the one which is furthest
/// behind, those that are silent left out; none before each has had an event.</summary>
internal sealed class PartitionModel
{
    private readonly TimeSpan _delay;
    private readonly long?[] _reached;  // the watermark of each partition
    private readonly bool[] _isSilent;  // likewise: nobody waits for it
    private readonly bool[] _hasSpoken; // likewise: since silent ones were looked for last

    public PartitionModel(int partitions, TimeSpan delay)
    {
        _delay = delay;
        _reached = new long?[partitions];
        _isSilent = new bool[partitions];
        _hasSpoken = new bool[partitions];
    }

    private PartitionModel(PartitionModel other) : this(other._reached.Length, other._delay)
    {
        other._reached.CopyTo(_reached, 0);
        Watermark = other.Watermark;
    }

    public long Watermark { get; private set; }

    /// <summary>How often the watermark went past a partition that was silent.</summary>
    public int Passed { get; private set; }

    public void Observe(int partition, long ticks)
    {
        _reached[partition] = Math.Max(_reached[partition] ?? 0, ticks - _delay.Ticks);
        _isSilent[partition] = false;
        _hasSpoken[partition] = true;
        Raise();
    }

    /// <summary>Nothing comes for much longer than the idle time. Once in that time those are silent that have not spoken since the last
    /// look; so those that have are waited for once more.</summary>
    public void FallSilent()
    {
        for (var looks = 0; looks < 2; looks++)
        {
            for (var i = 0; i < _isSilent.Length; i++) (_isSilent[i], _hasSpoken[i]) = (!_hasSpoken[i], false);
            Raise();
        }
    }

    /// <summary>As another attempt finds it: all partitions are waited for again, and the watermark does not go back.</summary>
    public PartitionModel Restarted() => new(this);

    private void Raise()
    {
        var waitedFor = _reached.Where((_, i) => !_isSilent[i]).Select(reached => reached ?? 0).ToList(); // without events: none
        if (waitedFor.Count == 0 || waitedFor.Min() <= Watermark) return;
        Watermark = waitedFor.Min();
        if (_reached.Where((reached, i) => _isSilent[i] && (reached ?? 0) < Watermark).Any()) Passed++;
    }
}
