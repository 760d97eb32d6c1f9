namespace LambdaSpeed.Tests.Windows;

/// <summary>Rows that can be read again, of which only the first ones have come so far.</summary>
internal sealed class OpenedRows<T>(IReadOnlyList<T> rows)
{
    private Reader? _reader; // the newest one
    private int _opened;     // how many rows have come
    private bool _hasEnded;  // no more will

    private IReadOnlyList<T> Rows => rows;

    /// <summary>A spout that reads them; the one before is not read any more.</summary>
    public ISpout<T> NewSpout() => _reader = new Reader(this);

    public void OpenUntil(int count)
    {
        _opened = count;
        _reader!.Wake();
    }

    public void End()
    {
        _hasEnded = true;
        OpenUntil(Rows.Count);
    }

    private sealed class Reader(OpenedRows<T> source) : Spout<T>, IPositionedSpout
    {
        private int _next; // the row that is read next

        public void Wake() => Context.Wake();

        public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
        {
            for (; limit > 0 && _next < source._opened; limit--, _next++) output.Emit(source.Rows[_next], new LogPosition(0, _next));
            return _next < source._opened ? SpoutStatus.Ready : source._hasEnded ? SpoutStatus.Ended : SpoutStatus.Idle;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = (int)positions.Single().Offset;
    }
}
