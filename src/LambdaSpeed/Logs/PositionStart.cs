namespace LambdaSpeed.Logs;

/// <summary>At given positions.</summary>
internal sealed class PositionStart : LogStart
{
    private readonly LogPosition[] _positions;

    public PositionStart(IEnumerable<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _positions = [.. positions];
        foreach (var position in _positions)
        {
            if (position.Partition < 0 || position.Offset < 0) throw new ArgumentException(
                $"There is no position {position} in any log. Remedy: give what appending or a consumer has answered.", nameof(positions));
        }
        var twice = _positions.CountBy(position => position.Partition).FirstOrDefault(count => count.Value > 1);
        if (twice.Value > 1)
        {
            throw new ArgumentException(
                $"Partition {twice.Key} has {twice.Value} positions to begin at. Remedy: give one.", nameof(positions));
        }
    }

    public override string ToString() => string.Join(", ", _positions);

    internal override long Resolve(ReplayLog log, LogPartition partition)
    {
        foreach (var position in _positions)
        {
            if (position.Partition == partition.Index) return position.Offset;
        }
        return partition.FirstOffset;
    }
}
