namespace LambdaSpeed.Lambda;

/// <summary>Is given the merged view of what windows are made of.</summary>
internal interface IMergedTableVisitor<TAnswer>
{
    TAnswer Visit<TKey, TAccumulator, TResult>(MergedView<TKey, TAccumulator, TResult> merged)
        where TKey : notnull;
}
