namespace LambdaSpeed.Windows;

/// <summary>Is given a view of windows with the types of what they are made of.</summary>
internal interface IWindowViewVisitor<TKey, TResult, TAnswer>
    where TKey : notnull
{
    TAnswer Visit<TTableKey, TAccumulator, TTableResult>(WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult> view)
        where TTableKey : notnull;
}
