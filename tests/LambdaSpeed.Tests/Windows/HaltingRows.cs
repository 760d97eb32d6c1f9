namespace LambdaSpeed.Tests.Windows;

/// <summary>Rows that can be read again, of which only the first ones have come so far.</summary>
internal sealed class HaltingRows<T>(IReadOnlyList<T> rows, int until, bool mayEnd = false) : Spout<T>, IPositionedSpout
{
    private int _next;

    /// <summary>How many the one that read last has emitted, or found emitted by the start before.</summary>
    public static int Last { get; set; }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        for (; limit > 0 && _next < until; limit--, _next++) output.Emit(rows[_next], new LogPosition(0, _next));
        Last = _next;
        return mayEnd && _next >= rows.Count ? SpoutStatus.Ended : _next < until ? SpoutStatus.Ready : SpoutStatus.Idle;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(0, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = (int)positions.Single().Offset;
}
