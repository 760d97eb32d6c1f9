namespace LambdaSpeed.Tests.RealData;

/// <summary>A bounded source over a list that can be read again; one partition for each task.</summary>
/// <param name="rows">The rows.</param>
/// <param name="onRow">Told of each row before it is emitted; may throw.</param>
/// <param name="partitionOf">Which task reads a row; by default they take turns.</param>
internal sealed class RowSpout<T>(IReadOnlyList<T> rows, Action<int> onRow, Func<T, int>? partitionOf = null) : Spout<T>, IPositionedSpout
{
    private int _next; // the first row that was not looked at

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        for (var emitted = 0; emitted < limit && _next < rows.Count; _next++)
        {
            if (PartitionOf(_next) != Context.TaskIndex) continue;
            onRow(_next);
            output.Emit(rows[_next], new LogPosition(Context.TaskIndex, _next));
            emitted++;
        }
        return _next < rows.Count ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(Context.TaskIndex, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        foreach (var position in positions.Where(position => position.Partition == Context.TaskIndex)) _next = (int)position.Offset;
    }

    private int PartitionOf(int row) => partitionOf is null ? row % Context.TaskCount : partitionOf(rows[row]);
}
