namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Counts the tuples of a key, and keeps a page of text beside the count.</summary>
internal sealed class KeepingBolt : KeyedBolt<long, long, long>
{
    private IValueState<(long Visits, string Page)> _kept = null!;

    public override void Open(ComponentContext context, IKeyedStateRegistry state) => _kept = state.Value<(long, string)>("kept");

    public override void Execute(long key, long input, Emitter<long> output)
    {
        var visits = _kept.Value.Visits + 1;
        _kept.Value = (visits, new string('x', 100));
        output.Emit(visits);
    }
}
