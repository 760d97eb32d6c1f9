namespace LambdaSpeed.Sources;

/// <summary>Copies a piece of memory downstream; each task has one slice of it.</summary>
/// <remarks>The partition of a position is the task, its offset an index into the whole memory.</remarks>
internal sealed class ArraySpout<T>(ReadOnlyMemory<T> items) : Spout<T>, IPositionedSpout
{
    private int _next; // index of the next item to emit
    private int _end;  // one past this task's slice; set when opened

    /// <summary>A single slice may grow with the memory, several would begin elsewhere.</summary>
    public string? SourceId => Context.TaskCount == 1 ? "items in 1 slice" : $"{items.Length} items in {Context.TaskCount} slices";

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _next = SliceStart(context.TaskIndex, context.TaskCount);
        _end = SliceStart(context.TaskIndex + 1, context.TaskCount);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var chunk = items.Span[_next..Math.Min(_end, (int)Math.Min((long)_next + limit, int.MaxValue))];
        if (output.CarriesPositions)
        {
            for (var i = 0; i < chunk.Length; i++) output.Emit(chunk[i], new LogPosition(Context.TaskIndex, _next + i));
        }
        else
        {
            output.Emit(chunk);
        }
        _next += chunk.Length;
        return _next == _end ? SpoutStatus.Ended : SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(Context.TaskIndex, _next));

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        if (SourcePositions.FindOfTask(positions, Context) is not { } offset) return;

        if (offset < _next || offset > _end)
        {
            throw SourcePositions.Misplaced(Context, $"index {offset} is not in its slice, {_next} to {_end}");
        }
        _next = (int)offset;
    }

    private int SliceStart(int task, int tasks) => (int)((long)items.Length * task / tasks);
}
