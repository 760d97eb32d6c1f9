using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>What readers of a view of windows see, of one attempt of the run.</summary>
/// <param name="Partitions">What windows are made of.</param>
/// <param name="Watermarks">The watermarks of the tasks, as of each epoch.</param>
/// <param name="Released">Up to when they have let go of windows, as of each epoch; null when all are kept.</param>
internal sealed record WindowParts<TKey, TAccumulator>(
    ViewPartition<TKey, TAccumulator>[] Partitions, TaskSection<long> Watermarks, TaskSection<long>? Released);
