namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A bounded source over a list; the tasks share it out. Emits up to a stated number at a time.</summary>
internal sealed class ListSpout<T>(IReadOnlyList<T> tuples, int atATime = int.MaxValue) : Spout<T>
{
    private int _next = -1;

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        if (_next < 0) _next = Context.TaskIndex;
        for (var i = 0; i < Math.Min(limit, atATime) && _next < tuples.Count; i++, _next += Context.TaskCount)
        {
            output.Emit(tuples[_next], new LogPosition(Context.TaskIndex, _next));
        }
        return _next < tuples.Count ? SpoutStatus.Ready : SpoutStatus.Ended;
    }
}
