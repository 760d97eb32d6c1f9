namespace LambdaSpeed.Views;

/// <summary>A view as what is kept for it.</summary>
internal interface IViewTable<TKey, TAccumulator, TValue>
    where TKey : notnull
{
    RealtimeView<TKey, TAccumulator, TValue> Table { get; }
}
