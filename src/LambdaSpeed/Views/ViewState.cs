using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>What one attempt of a run keeps of a view: the parts that tasks own, and the slices.</summary>
internal sealed class ViewState<TKey, TAccumulator>(
    string view, ViewPartition<TKey, TAccumulator>[] partitions, SliceStack<TKey, TAccumulator> stack) : ISectionGroup
    where TKey : notnull
{
    private volatile SliceStack<TKey, TAccumulator> _stack = stack; // replaced whole, under the view's gate
    private FoldedParts<TKey, TAccumulator>? _folded; // what was stored before it was folded; while a checkpoint is loaded

    public ViewPartition<TKey, TAccumulator>[] Partitions => partitions;

    public SliceStack<TKey, TAccumulator> Stack
    {
        get => _stack;
        set => _stack = value;
    }

    /// <summary>Loads what was stored before it was folded; null when no checkpoint is being loaded.</summary>
    public FoldedParts<TKey, TAccumulator>? Folded
    {
        set => _folded = value;
    }

    public (IReadOnlyList<IStateSection> Sections, ViewSlices Slices) Capture()
    {
        var captured = _stack;
        return ([.. captured.All.Select(slice => slice.Section)], SlicesOf(captured));
    }

    public ViewSlices SlicesOf(SliceStack<TKey, TAccumulator> captured) =>
        new(view, [.. captured.All.Select(slice => slice.Range)], captured.Kept.Length, captured.Batch);

    public IStateSection? Find(string name) =>
        _stack.All.Select(slice => slice.Section).FirstOrDefault(section => section.Name == name) ?? _folded?.Find(name);
}
