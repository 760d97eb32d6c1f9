namespace LambdaSpeed.Aggregation;

/// <summary>Two aggregators in one pass. More than two are pairs of pairs.</summary>
internal readonly struct PairAggregator<
    TLeftIn, TLeft, TLeftResult, TLeftAggregator, TRightIn, TRight, TRightResult, TRightAggregator, TResult>(
    TLeftAggregator left, TRightAggregator right, Func<TLeftResult, TRightResult, TResult> combine)
    : IAggregator<(TLeftIn Left, TRightIn Right), (TLeft Left, TRight Right), TResult>,
      IPartwiseAggregator<(TLeftIn Left, TRightIn Right), (TLeft Left, TRight Right)>
    where TLeftAggregator : IAggregator<TLeftIn, TLeft, TLeftResult>
    where TRightAggregator : IAggregator<TRightIn, TRight, TRightResult>
{
    private readonly TLeftAggregator _left = left;
    private readonly TRightAggregator _right = right;

    public bool NeedsCopy => _left is ICopyingAggregator<TLeft> || _right is ICopyingAggregator<TRight>;

    public bool CanSubtract => _left is ISubtractingAggregator<TLeftIn, TLeft> && _right is ISubtractingAggregator<TRightIn, TRight>;

    public ICodec<(TLeft Left, TRight Right)>? AccumulatorCodec =>
        _left.AccumulatorCodec is { } left && _right.AccumulatorCodec is { } right ? Codec.Tuple(left, right) : null;

    public (TLeft Left, TRight Right) Zero() => (_left.Zero(), _right.Zero());

    public void Add(ref (TLeft Left, TRight Right) accumulator, (TLeftIn Left, TRightIn Right) value)
    {
        _left.Add(ref accumulator.Left, value.Left);
        _right.Add(ref accumulator.Right, value.Right);
    }

    public void Merge(ref (TLeft Left, TRight Right) accumulator, in (TLeft Left, TRight Right) other)
    {
        _left.Merge(ref accumulator.Left, in other.Left);
        _right.Merge(ref accumulator.Right, in other.Right);
    }

    public TResult Result(in (TLeft Left, TRight Right) accumulator) =>
        combine(_left.Result(in accumulator.Left), _right.Result(in accumulator.Right));

    public (TLeft Left, TRight Right) Copy(in (TLeft Left, TRight Right) accumulator) =>
        (_left is ICopyingAggregator<TLeft> left ? left.Copy(in accumulator.Left) : accumulator.Left,
         _right is ICopyingAggregator<TRight> right ? right.Copy(in accumulator.Right) : accumulator.Right);

    public void Subtract(ref (TLeft Left, TRight Right) accumulator, (TLeftIn Left, TRightIn Right) value)
    {
        ((ISubtractingAggregator<TLeftIn, TLeft>)_left).Subtract(ref accumulator.Left, value.Left);
        ((ISubtractingAggregator<TRightIn, TRight>)_right).Subtract(ref accumulator.Right, value.Right);
    }
}
