namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Counts in an object that it then cannot copy.</summary>
internal sealed class UncopyableAggregator : IAggregator<long, long[], long>, ICopyingAggregator<long[]>
{
    public long[] Zero() => [0];

    public void Add(ref long[] accumulator, long value) => accumulator[0]++;

    public void Merge(ref long[] accumulator, in long[] other) => accumulator[0] += other[0];

    public long Result(in long[] accumulator) => accumulator[0];

    public long[] Copy(in long[] accumulator) => throw new TestFailure();
}
