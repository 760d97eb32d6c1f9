using LambdaSpeed.Views;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>A stream that counts keys: all that came, a realtime view in slices, and the merged view over them.</summary>
internal sealed class SlicedStream<TKey>(int keptSlices = 100)
    where TKey : notnull
{
    private readonly List<TKey> _events = []; // by position
    private readonly SlicedView<TKey, long, long> _sliced =
        new(BatchViewSchema.For(Codec.For<TKey>(), (Aggregates<int> a) => a.Count()), new() { KeptSlices = keptSlices });
    private int _published; // events that readers may see

    public BatchViewSchema<TKey, long> Schema => _sliced.Schema;

    public MergedView<TKey, long, long> View => _sliced.Merged;

    public RealtimeView<TKey, long, long> Realtime => _sliced.Realtime;

    /// <summary>The cuts that were made and not withdrawn.</summary>
    public IReadOnlyList<Cut> Cuts => _sliced.Cuts;

    /// <summary>What readers should see: the fold of all events up to the published epoch.</summary>
    public Dictionary<TKey, long> Expected => FoldUpTo(_published);

    /// <summary>What the realtime view alone should show: what came after a cut.</summary>
    public Dictionary<TKey, long> ExpectedAfter(Cut? cut) => Fold(_events.Take(_published).Skip(cut is null ? 0 : PositionOf(cut)));

    public void Add(TKey key)
    {
        _events.Add(key);
        _sliced.Add(key, 1);
    }

    public void Publish()
    {
        _sliced.Publish(_events.Count);
        _published = _events.Count;
    }

    /// <summary>Ends the open slice at the end of an epoch, and begins the next.</summary>
    public Cut EndSlice()
    {
        var cut = _sliced.EndSlice(_events.Count);
        _published = _events.Count;
        return cut;
    }

    /// <summary>Folds slices until so many are left besides the open one.</summary>
    public void Fold(int most) => _sliced.Fold(most);

    /// <summary>What a batch layer computes up to a cut.</summary>
    public IBatchView<TKey, long> Compute(Cut cut) => BatchView.InMemory($"batch at {cut}", Schema, cut, FoldUpTo(PositionOf(cut)));

    public Cut CutAt(long position) => new(_sliced.Published, [new("events", "log", [new(0, position)])]);

    private Dictionary<TKey, long> FoldUpTo(int position) => Fold(_events.Take(position));

    private static Dictionary<TKey, long> Fold(IEnumerable<TKey> keys) =>
        keys.CountBy(key => key).ToDictionary(pair => pair.Key, pair => (long)pair.Value);

    private static int PositionOf(Cut cut) => (int)cut.Sources[0].Positions[0].Offset;
}
