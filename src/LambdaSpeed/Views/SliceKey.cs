namespace LambdaSpeed;

/// <summary>A key of one slice of a view, as stores see it that follow a view slice by slice.</summary>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <param name="Slice">The number of the slice: it begins with the sources for 0, and behind that many cuts for others. Of slices that were
/// folded into one, the first.</param>
/// <param name="Key">The key.</param>
public readonly record struct SliceKey<TKey>(int Slice, TKey Key)
    where TKey : notnull;
