namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Numbers the tuples of each key, from 1, in its keyed state; emits <c>key * 1000 + number</c>.</summary>
internal sealed class NumberingBolt(Lifetimes? lifetimes = null) : KeyedBolt<long, long, long>
{
    private IValueState<long> _count = null!;

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        lifetimes?.Opened(context);
        _count = state.Value<long>("count");
    }

    public override void Execute(long key, long input, Emitter<long> output)
    {
        _count.Value++;
        output.Emit((key * 1000) + _count.Value);
    }

    public override void Close() => lifetimes?.Closed(Context);
}
