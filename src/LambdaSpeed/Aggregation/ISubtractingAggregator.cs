namespace LambdaSpeed;

/// <summary>Implemented by aggregators that can take a value out again, which retraction and adjusting need.</summary>
/// <typeparam name="TIn">What is added and subtracted.</typeparam>
/// <typeparam name="TAccumulator">The accumulator.</typeparam>
public interface ISubtractingAggregator<TIn, TAccumulator>
{
    /// <summary>Takes out a value that was added before: <c>Subtract(Add(a, v), v)</c> equals <c>a</c>.</summary>
    /// <param name="accumulator">The accumulator, changed in place.</param>
    /// <param name="value">The value.</param>
    void Subtract(ref TAccumulator accumulator, TIn value);
}
