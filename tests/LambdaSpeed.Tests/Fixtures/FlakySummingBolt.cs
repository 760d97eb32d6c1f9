namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Adds the numbers of each key up in its state and emits each, then by how much the sum has grown, failing in between as often as it
/// is told for that number.</summary>
internal sealed class FlakySummingBolt(Func<long, int> failures) : KeyedBolt<long, long, long>
{
    private readonly Dictionary<long, long> _sums = []; // by key, after the calls that returned
    private IValueState<long> _sum = null!;
    private long _tried = -1; // the number tried last
    private int _attempts;    // how often

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        _sum = state.Value<long>("sum");
    }

    public override void Execute(long key, long input, Emitter<long> output)
    {
        _attempts = input == _tried ? _attempts + 1 : 1;
        _tried = input;
        _sum.Value += input;
        output.Emit(input);
        if (_attempts <= failures(input)) throw new TestFailure($"attempt {_attempts}");
        output.Emit(_sum.Value - _sums.GetValueOrDefault(key));
        _sums[key] = _sum.Value;
    }
}
