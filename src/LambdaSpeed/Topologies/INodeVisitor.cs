namespace LambdaSpeed.Topologies;

/// <summary>Meets a component with its types.</summary>
internal interface INodeVisitor<out TResult>
{
    TResult Visit<T>(SpoutNode<T> node);

    TResult Visit<T>(EventTimeNode<T> node);

    TResult Visit<TIn, TOut>(SelectNode<TIn, TOut> node);

    TResult Visit<T>(WhereNode<T> node);

    TResult Visit<TIn, TOut>(SelectManyNode<TIn, TOut> node);

    TResult Visit<TIn, TOut>(BoltNode<TIn, TOut> node);

    TResult Visit<TIn, TOut>(AsyncBoltNode<TIn, TOut> node);

    TResult Visit<TFirst, TSecond, TOut>(TwoInputBoltNode<TFirst, TSecond, TOut> node);

    TResult Visit<T>(OutputNode<T> node);

    TResult Visit<T, TKey, TValue>(KeyNode<T, TKey, TValue> node)
        where TKey : notnull;

    TResult Visit<T, TKey, TValue, TAccumulator, TResult2, TAggregator>(
        SummingKeyNode<T, TKey, TValue, TAccumulator, TResult2, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult2>;

    TResult Visit<TKey, TIn, TOut>(KeyedBoltNode<TKey, TIn, TOut> node)
        where TKey : notnull;

    TResult Visit<TKey, TValue, TAccumulator, TResult2, TAggregator>(
        PartialAggregateNode<TKey, TValue, TAccumulator, TResult2, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult2>;

    TResult Visit<TKey, TValue, TAccumulator, TResult2, TAggregator>(ViewNode<TKey, TValue, TAccumulator, TResult2, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult2>;

    TResult Visit<TKey, TValue, TAccumulator, TResult2, TAggregator>(
        CountWindowNode<TKey, TValue, TAccumulator, TResult2, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult2>;

    TResult Visit<TKey, T, TElement, TValue, TAccumulator, TResult2, TAggregator>(
        WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult2, TAggregator> node)
        where TKey : notnull
        where TAggregator : IAggregator<TValue, TAccumulator, TResult2>;
}
