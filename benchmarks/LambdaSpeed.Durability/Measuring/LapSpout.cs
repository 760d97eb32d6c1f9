namespace LambdaSpeed.Durability.Measuring;

/// <summary>Emits a task's share of an array again and again: a source that can be read from any position, and costs next to
/// nothing.</summary>
/// <param name="values">The array; shared.</param>
/// <param name="total">How many values all tasks emit together.</param>
internal sealed class LapSpout(long[] values, long total) : Spout<long>, IPositionedSpout
{
    private long _next; // how many values this task has emitted
    private long _end;
    private int _start; // of the task's share of the array
    private int _length;

    /// <summary>How many values this task has emitted.</summary>
    public long Emitted => _next;

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_start, _length) = ShareOf(values.Length, context.TaskIndex, context.TaskCount);
        _end = EndOf(total, context.TaskIndex, context.TaskCount);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        var at = (int)(_next % _length);
        var count = (int)Math.Min(Math.Min(limit, _length - at), _end - _next);
        output.Emit(values.AsSpan(_start + at, count));
        _next += count;
        return _next < _end ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        positions.Add(new LogPosition(Context.TaskIndex, _next));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var position in positions)
        {
            if (position.Partition == Context.TaskIndex) _next = position.Offset;
        }
    }

    /// <summary>How often each value is emitted by all tasks together.</summary>
    public static Dictionary<long, long> Expect(long[] values, long total, int tasks)
    {
        var counts = new Dictionary<long, long>();
        for (var task = 0; task < tasks; task++)
        {
            var (start, length) = ShareOf(values.Length, task, tasks);
            var (laps, rest) = Math.DivRem(EndOf(total, task, tasks), length);
            for (var i = 0; i < length; i++)
            {
                var times = laps + (i < rest ? 1 : 0);
                if (times > 0) counts[values[start + i]] = counts.GetValueOrDefault(values[start + i]) + times;
            }
        }
        return counts;
    }

    private static (int Start, int Length) ShareOf(int length, int task, int tasks)
    {
        var start = (int)((long)length * task / tasks);
        return (start, (int)((long)length * (task + 1) / tasks) - start);
    }

    private static long EndOf(long total, int task, int tasks) => (total * (task + 1) / tasks) - (total * task / tasks);
}
