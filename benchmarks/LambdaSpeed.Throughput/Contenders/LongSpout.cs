using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Emits a task's share of the input.</summary>
internal sealed class LongSpout(LongInput input) : Spout<long>
{
    private int _next = -1; // the next value of this task's share
    private int _end;

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        if (_next < 0) (_next, _end) = input.RangeOf(Context.TaskIndex, Context.TaskCount);
        var count = Math.Min(limit, _end - _next);
        output.Emit(input.Slice(_next, count));
        _next += count;
        return _next < _end ? SpoutStatus.Ready : SpoutStatus.Ended;
    }
}
