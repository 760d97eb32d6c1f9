namespace LambdaSpeed.Aggregation;

/// <summary>Counts; <c>Add</c> is one increment.</summary>
internal readonly struct CountAggregator : IAggregator<Unit, long, long>, ISubtractingAggregator<Unit, long>
{
    public long Zero() => 0;

    public void Add(ref long accumulator, Unit value) => accumulator++;

    public void Merge(ref long accumulator, in long other) => accumulator += other;

    public long Result(in long accumulator) => accumulator;

    public void Subtract(ref long accumulator, Unit value) => accumulator--;
}
