using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows as what it is made of.</summary>
internal interface IWindowTable<TTableKey, TAccumulator, TTableResult>
    where TTableKey : notnull
{
    RealtimeView<TTableKey, TAccumulator, TTableResult> Table { get; }
}
