using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

/// <content>Combining keeps all accumulators side by side; adding costs what the parts cost together. A combination can subtract when
/// all its parts can. Combinations are aggregations again, so any number can be combined.</content>
public sealed partial class Aggregates<T>
{
    /// <summary>Two aggregations in one pass, read as one result.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    /// <param name="result">Makes one result of the two, at each read.</param>
    public Aggregation<T, (TFirst Left, TSecond Right), TResult> Combine<TFirst, TFirstResult, TSecond, TSecondResult, TResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second,
        Func<TFirstResult, TSecondResult, TResult> result) =>
        Composition.Pair(first, second, result);

    /// <summary>Two aggregations in one pass, read as a tuple.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    public Aggregation<T, (TFirst Left, TSecond Right), (TFirstResult First, TSecondResult Second)>
        Combine<TFirst, TFirstResult, TSecond, TSecondResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second) =>
        Composition.Pair(first, second, static (a, b) => (a, b));

    /// <summary>Three aggregations in one pass, read as one result.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <typeparam name="TThird">The third accumulator.</typeparam>
    /// <typeparam name="TThirdResult">The third result.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    /// <param name="third">The third aggregation.</param>
    /// <param name="result">Makes one result of the three, at each read.</param>
    public Aggregation<T, ((TFirst Left, TSecond Right) Left, TThird Right), TResult>
        Combine<TFirst, TFirstResult, TSecond, TSecondResult, TThird, TThirdResult, TResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second,
        Aggregation<T, TThird, TThirdResult> third,
        Func<TFirstResult, TSecondResult, TThirdResult, TResult> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Composition.Pair(Combine(first, second), third, (pair, c) => result(pair.First, pair.Second, c));
    }

    /// <summary>Three aggregations in one pass, read as a tuple.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <typeparam name="TThird">The third accumulator.</typeparam>
    /// <typeparam name="TThirdResult">The third result.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    /// <param name="third">The third aggregation.</param>
    public Aggregation<T, ((TFirst Left, TSecond Right) Left, TThird Right),
        (TFirstResult First, TSecondResult Second, TThirdResult Third)>
        Combine<TFirst, TFirstResult, TSecond, TSecondResult, TThird, TThirdResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second,
        Aggregation<T, TThird, TThirdResult> third) =>
        Composition.Pair(Combine(first, second), third, static (pair, c) => (pair.First, pair.Second, c));

    /// <summary>Four aggregations in one pass, read as one result.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <typeparam name="TThird">The third accumulator.</typeparam>
    /// <typeparam name="TThirdResult">The third result.</typeparam>
    /// <typeparam name="TFourth">The fourth accumulator.</typeparam>
    /// <typeparam name="TFourthResult">The fourth result.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    /// <param name="third">The third aggregation.</param>
    /// <param name="fourth">The fourth aggregation.</param>
    /// <param name="result">Makes one result of the four, at each read.</param>
    public Aggregation<T, ((TFirst Left, TSecond Right) Left, (TThird Left, TFourth Right) Right), TResult>
        Combine<TFirst, TFirstResult, TSecond, TSecondResult, TThird, TThirdResult, TFourth, TFourthResult, TResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second,
        Aggregation<T, TThird, TThirdResult> third,
        Aggregation<T, TFourth, TFourthResult> fourth,
        Func<TFirstResult, TSecondResult, TThirdResult, TFourthResult, TResult> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Composition.Pair(
            Combine(first, second), Combine(third, fourth), (left, right) => result(left.First, left.Second, right.First, right.Second));
    }

    /// <summary>Four aggregations in one pass, read as a tuple.</summary>
    /// <typeparam name="TFirst">The first accumulator.</typeparam>
    /// <typeparam name="TFirstResult">The first result.</typeparam>
    /// <typeparam name="TSecond">The second accumulator.</typeparam>
    /// <typeparam name="TSecondResult">The second result.</typeparam>
    /// <typeparam name="TThird">The third accumulator.</typeparam>
    /// <typeparam name="TThirdResult">The third result.</typeparam>
    /// <typeparam name="TFourth">The fourth accumulator.</typeparam>
    /// <typeparam name="TFourthResult">The fourth result.</typeparam>
    /// <param name="first">The first aggregation.</param>
    /// <param name="second">The second aggregation.</param>
    /// <param name="third">The third aggregation.</param>
    /// <param name="fourth">The fourth aggregation.</param>
    public Aggregation<T, ((TFirst Left, TSecond Right) Left, (TThird Left, TFourth Right) Right),
        (TFirstResult First, TSecondResult Second, TThirdResult Third, TFourthResult Fourth)>
        Combine<TFirst, TFirstResult, TSecond, TSecondResult, TThird, TThirdResult, TFourth, TFourthResult>(
        Aggregation<T, TFirst, TFirstResult> first,
        Aggregation<T, TSecond, TSecondResult> second,
        Aggregation<T, TThird, TThirdResult> third,
        Aggregation<T, TFourth, TFourthResult> fourth) =>
        Composition.Pair(
            Combine(first, second), Combine(third, fourth), static (left, right) => (left.First, left.Second, right.First, right.Second));
}
