namespace LambdaSpeed.Aggregation;

/// <summary>Sums durations as ticks; wraps on overflow (29,000 years) instead of throwing as <see cref="TimeSpan"/> does.</summary>
internal readonly struct TimeSpanSumAggregator : IAggregator<TimeSpan, long, TimeSpan>, ISubtractingAggregator<TimeSpan, long>
{
    public long Zero() => 0;

    public void Add(ref long accumulator, TimeSpan value) => accumulator += value.Ticks;

    public void Merge(ref long accumulator, in long other) => accumulator += other;

    public TimeSpan Result(in long accumulator) => new(accumulator);

    public void Subtract(ref long accumulator, TimeSpan value) => accumulator -= value.Ticks;
}
