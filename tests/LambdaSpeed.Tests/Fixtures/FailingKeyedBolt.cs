namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Numbers the tuples of each key like <see cref="NumberingBolt"/>, but writes, clears and emits before it throws on some.</summary>
internal sealed class FailingKeyedBolt(Func<long, bool> fails, Lifetimes? lifetimes = null) : KeyedBolt<long, long, long>
{
    private IValueState<long> _count = null!;
    private IValueState<string> _last = null!;

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        lifetimes?.Opened(context);
        _count = state.Value<long>("count");
        _last = state.Value<string>("last");
    }

    public override void Execute(long key, long input, Emitter<long> output)
    {
        if (_last.Exists != _count.Value > 0) throw new InvalidOperationException("the two states of a key disagree");
        _count.Value++;
        output.Emit((key * 1000) + _count.Value);
        if (fails(input))
        {
            _last.Clear();
            _count.Clear();
            throw new TestFailure();
        }
        _last.Value = $"{input}";
    }

    public override void Close() => lifetimes?.Closed(Context);
}
