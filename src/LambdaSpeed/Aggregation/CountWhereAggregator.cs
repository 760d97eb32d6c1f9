namespace LambdaSpeed.Aggregation;

/// <summary>Counts the values that are true, without a branch.</summary>
internal readonly struct CountWhereAggregator : IAggregator<bool, long, long>, ISubtractingAggregator<bool, long>
{
    public long Zero() => 0;

    public void Add(ref long accumulator, bool value) => accumulator += value ? 1 : 0;

    public void Merge(ref long accumulator, in long other) => accumulator += other;

    public long Result(in long accumulator) => accumulator;

    public void Subtract(ref long accumulator, bool value) => accumulator -= value ? 1 : 0;
}
