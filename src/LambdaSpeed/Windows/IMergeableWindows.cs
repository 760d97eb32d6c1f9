using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows that can be merged with what was computed of it up to a cut.</summary>
internal interface IMergeableWindows<TKey, TResult>
    where TKey : notnull
{
    /// <summary>Null where the view is never cut.</summary>
    ISlicedView? Sliced { get; }

    /// <exception cref="CodecException">What is kept has no codec.</exception>
    /// <exception cref="BatchViewException">The batch view that was published before cannot be opened.</exception>
    MergedWindows<TKey, TResult> Merged(EpochPublication publication, MergedViewOptions options, HandOver handOver);
}
