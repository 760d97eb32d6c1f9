namespace LambdaSpeed.Groupings;

/// <summary>Meets a grouping with its types.</summary>
internal interface IGroupingVisitor<T, out TResult>
{
    TResult Visit(Grouping<T> grouping);

    /// <summary>Meets a grouping of tuples that bring their key's hash along; <typeparamref name="T"/> is the keyed tuple.</summary>
    TResult VisitKeyed<TKey, TValue>(Grouping<T> grouping);
}
