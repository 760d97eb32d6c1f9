using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Keeps numbers in a list, a map and a value of keyed state, moves them from one to the other, and emits by how much all of them
/// together have grown since the last tuple of the key that it did not fail on: what gets lost or is there twice, shows.</summary>
/// <param name="failing">On which numbers it fails.</param>
/// <param name="timeToLive">So long that nothing expires; null for none.</param>
internal sealed class FailingCollections(FailingNumbers failing, TimeSpan? timeToLive) : KeyedBolt<long, long, long>
{
    private IListState<long> _young = null!;      // the last numbers
    private IMapState<long, long> _grown = null!; // those before, summed up by their last digit
    private IValueState<long> _old = null!;       // all others, in one sum
    private IValueState<long> _told = null!;      // how much of all was emitted; written last
    private long _last = -1;                      // the number failed on last, once

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        _young = state.List<long>("young", timeToLive);
        _grown = state.Map<long, long>("grown", timeToLive);
        _old = state.Value<long>("old", timeToLive);
        _told = state.Value<long>("told");
    }

    public override void Execute(long key, long input, Emitter<long> output) => failing.Call(input, ref _last, fails =>
    {
        _young.Add(input);
        if (_young.Count > 4) Grow(input);
        if (input % 3 == 0) Age(input % 10);
        if (fails) throw new TestFailure();
        if (input % 7 == 0) AgeAll();
        var all = Sum() + _old.Value;
        output.Emit(all - _told.Value);
        _told.Value = all;
    });

    private void Grow(long input)
    {
        do
        {
            var digit = _young[0] % 10;
            _grown.TryGet(digit, out var sum);
            _grown.Set(digit, sum + _young[0]);
            _young.RemoveFirst();
        }
        while (input % 2 == 0 && _young.Count > 0);
    }

    private void Age(long digit)
    {
        _grown.TryGet(digit, out var sum);
        if (_grown.Remove(digit)) _old.Value += sum;
    }

    private void AgeAll()
    {
        _old.Value += Sum();
        _grown.Clear();
        _young.Clear();
        if (_old.Value == 0) _old.Clear();
    }

    private long Sum()
    {
        var sum = 0L;
        foreach (var number in _young.Items) sum += number;
        foreach (var (_, number) in _grown.Entries) sum += number;
        return sum;
    }
}
