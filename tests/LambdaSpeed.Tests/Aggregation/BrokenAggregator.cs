namespace LambdaSpeed.Tests.Aggregation;

/// <summary>A correct aggregator, a sum over a mutable box, of which each test breaks one piece.</summary>
internal sealed class BrokenAggregator : IAggregator<int, BrokenAggregator.Box, int>, ICopyingAggregator<BrokenAggregator.Box>,
    ISubtractingAggregator<int, BrokenAggregator.Box>
{
    internal delegate void Step<in TValue>(ref Box box, TValue value);

    public Func<Box> OnZero { get; init; } = () => new Box();

    public Step<int> OnAdd { get; init; } = (ref box, value) => box.Sum += value;

    public Step<Box> OnMerge { get; init; } = (ref box, other) => box.Sum += other.Sum;

    public Func<Box, int> OnResult { get; init; } = box => box.Sum;

    public Func<Box, Box> OnCopy { get; init; } = box => new Box { Sum = box.Sum };

    public Step<int> OnSubtract { get; init; } = (ref box, value) => box.Sum -= value;

    public ICodec<Box>? AccumulatorCodec { get; init; } = BoxCodec.Instance;

    public Box Zero() => OnZero();

    public void Add(ref Box accumulator, int value) => OnAdd(ref accumulator, value);

    public void Merge(ref Box accumulator, in Box other) => OnMerge(ref accumulator, other);

    public int Result(in Box accumulator) => OnResult(accumulator);

    public Box Copy(in Box accumulator) => OnCopy(accumulator);

    public void Subtract(ref Box accumulator, int value) => OnSubtract(ref accumulator, value);

    internal sealed record Box
    {
        public int Sum { get; set; }
    }
}
