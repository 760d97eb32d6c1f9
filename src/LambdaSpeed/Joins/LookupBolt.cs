namespace LambdaSpeed.Joins;

/// <summary>Enriches each tuple with what a view has for its key.</summary>
/// <param name="given">The view; null for one of the same run.</param>
/// <param name="name">The name of the view of the same run.</param>
/// <param name="key">Takes the key from a tuple.</param>
/// <param name="selector">Makes the result.</param>
internal sealed class LookupBolt<T, TKey, TValue, TOut>(
    IViewReader<TKey, TValue>? given, string name, Func<T, TKey> key, Func<T, Found<TValue>, TOut> selector) : Bolt<T, TOut>
    where TKey : notnull
{
    private IViewReader<TKey, TValue> _view = null!; // what is read; set when it opens

    public override void Open(ComponentContext context)
    {
        base.Open(context);
        _view = given ?? context.FindView(name) as IViewReader<TKey, TValue> ?? throw new InvalidOperationException(
            $"'{name}' is no view of keys {typeof(TKey)} and values {typeof(TValue)} in this run. Use the ViewName that ToView returned.");
    }

    public override void Execute(T input, Emitter<TOut> output)
    {
        var exists = _view.TryGet(key(input), out var value);
        output.Emit(selector(input, new Found<TValue>(exists, exists ? value : default)));
    }
}
