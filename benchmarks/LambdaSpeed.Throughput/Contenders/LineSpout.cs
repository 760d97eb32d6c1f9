using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Emits a task's share of the lines.</summary>
internal sealed class LineSpout<T>(TextInput input, Func<TextInput, int, T> read) : Spout<T>
{
    private int _next = -1; // the next line of this task's share
    private int _end;

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        if (_next < 0) (_next, _end) = input.RangeOf(Context.TaskIndex, Context.TaskCount);
        for (var i = 0; i < limit && _next < _end; i++, _next++) output.Emit(read(input, _next));
        return _next < _end ? SpoutStatus.Ready : SpoutStatus.Ended;
    }
}
