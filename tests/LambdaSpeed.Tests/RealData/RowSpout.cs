namespace LambdaSpeed.Tests.RealData;

/// <summary>A bounded source over a list that can be read again; one partition for each task, which share the rows out.</summary>
/// <param name="rows">The rows.</param>
/// <param name="onRow">Told of each row before it is emitted; may throw.</param>
internal sealed class RowSpout<T>(IReadOnlyList<T> rows, Action<int> onRow) : Spout<T>, IPositionedSpout
{
    private int _next = -1;

    private int At => _next < 0 ? Context.TaskIndex : _next;

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        _next = At;
        for (var i = 0; i < limit && _next < rows.Count; i++, _next += Context.TaskCount)
        {
            onRow(_next);
            output.Emit(rows[_next], new LogPosition(Context.TaskIndex, _next));
        }
        return _next < rows.Count ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(Context.TaskIndex, At));

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var position in positions.Where(position => position.Partition == Context.TaskIndex)) _next = (int)position.Offset;
    }
}
