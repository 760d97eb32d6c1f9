namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Says by what name and within what bounds this stream is joined, as the right one of a query's <c>join</c>.</summary>
    /// <param name="name">The join's name: the identity of its state.</param>
    /// <param name="window">How far apart two tuples may be.</param>
    public JoinSide<T> Within(string name, JoinWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new(this, name, window);
    }

    /// <summary>Joins two streams by key, within bounds of event time; what <c>join … in … on … equals … select …</c> in a query
    /// means. For outer joins, more tasks and policies see <c>Join</c> of grouped streams.</summary>
    /// <typeparam name="TRight">The tuples of the right stream.</typeparam>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TOut">The results.</typeparam>
    /// <param name="right">The right stream, with the join's name and bounds.</param>
    /// <param name="leftKey">Takes the key from a left tuple.</param>
    /// <param name="rightKey">Takes the key from a right tuple.</param>
    /// <param name="selector">Makes the result of two tuples.</param>
    public JoinedStream<T, TRight, TOut> Join<TRight, TKey, TOut>(
        JoinSide<TRight> right, Func<T, TKey> leftKey, Func<TRight, TKey> rightKey, Func<T, TRight, TOut> selector)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(right);
        return GroupBy(leftKey).Join(right.Stream.GroupBy(rightKey), right.Name, right.Window, selector);
    }
}
