using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows, whatever they are made of.</summary>
internal interface ICutWindows<TKey, TResult>
    where TKey : notnull
{
    /// <summary>Null where the view is never cut.</summary>
    ISlicedView? Sliced { get; }

    TAnswer Accept<TAnswer>(IWindowViewVisitor<TKey, TResult, TAnswer> visitor);
}
