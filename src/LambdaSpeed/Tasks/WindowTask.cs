using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks;

/// <summary>What one task of a view of windows is given, whatever the windows.</summary>
/// <param name="Context">Who the stage is.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Late">Where late tuples go; null when nobody asked for them.</param>
/// <param name="Settings">What it does with time.</param>
/// <param name="Watermarks">Where its watermark is kept.</param>
/// <param name="Released">Where is kept up to when it has let go of windows; null when it keeps all.</param>
/// <param name="Publication">The run's epochs.</param>
/// <param name="Published">The epoch that it begins behind.</param>
internal sealed record WindowTask<TKey, T, TElement>(
    StageContext Context,
    TupleBuffer<KeyedTuple<TKey, TElement>> Input,
    OutputPort<T>? Late,
    WindowSettings Settings,
    TaskSection<long> Watermarks,
    TaskSection<long>? Released,
    EpochPublication Publication,
    EpochId Published);
