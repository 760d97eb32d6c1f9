using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Windows;

/// <summary>Sums over runs of panes that move on: each window costs a few merges, however many panes it has.</summary>
/// <remarks>Two stacks: from the front of the run to a middle the sums of all panes up to the middle are kept, behind it one sum that
/// grows.
/// When the front has reached the middle, the sums are made anew up to the run's end. Source: K. Tangwongsan et al., General Incremental
/// Sliding-Window Aggregation, PVLDB 8(7), 2015. Nothing is subtracted, so any accumulator will do.</remarks>
/// <param name="panes">What the panes amount to, in order.</param>
/// <param name="zero">Makes an accumulator of nothing.</param>
/// <param name="merge">Adds one accumulator to another.</param>
internal sealed class PaneSums<TAccumulator>(
    IReadOnlyList<TAccumulator> panes, Func<TAccumulator> zero, MergeInto<TAccumulator> merge)
{
    private readonly TAccumulator[] _toMiddle = new TAccumulator[panes.Count]; // from each pane of the front to the middle
    private TAccumulator _behind = zero(); // from the middle to the end of the run
    private int _middle; // up to where the sums of the front reach; the reader's
    private int _end;    // the end of the run; likewise

    /// <summary>The sum of some panes, from one to before another; neither may be less than in the call before.</summary>
    public TAccumulator Of(int first, int end)
    {
        for (; _end < end; _end++) merge(ref _behind, panes[_end]);
        if (first >= _middle) Turn(first);
        var sum = zero();
        if (first < _middle) merge(ref sum, _toMiddle[first]);
        merge(ref sum, _behind);
        return sum;
    }

    private void Turn(int first)
    {
        for (var i = _end - 1; i >= first; i--)
        {
            var sum = zero();
            merge(ref sum, panes[i]);
            if (i + 1 < _end) merge(ref sum, _toMiddle[i + 1]);
            _toMiddle[i] = sum;
        }
        _middle = _end;
        _behind = zero();
    }
}
