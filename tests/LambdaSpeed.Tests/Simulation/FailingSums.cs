using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Sums numbers up in keyed state and emits by how much the sum has grown since the last tuple of the key that it did not fail
/// on.</summary>
internal sealed class FailingSums(FailingNumbers failing) : KeyedBolt<long, long, long>
{
    private IValueState<long> _sum = null!;
    private IValueState<long> _told = null!; // how much of the sum was emitted; written last
    private long _last = -1; // the number failed on last, once

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        _sum = state.Value<long>("sum");
        _told = state.Value<long>("told");
    }

    public override void Execute(long key, long input, Emitter<long> output) => failing.Call(input, ref _last, fails =>
    {
        _sum.Value += input;
        if (fails) throw new TestFailure();
        output.Emit(_sum.Value - _told.Value);
        _told.Value = _sum.Value;
    });
}
