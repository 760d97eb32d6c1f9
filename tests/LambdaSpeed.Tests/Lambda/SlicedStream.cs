using LambdaSpeed.Codecs;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>A stream that counts keys: all that came, a realtime view as the open slice, frozen slices below it, and the merged view over
/// them.</summary>
internal sealed class SlicedStream<TKey>
    where TKey : notnull
{
    private const int Tasks = 2;
    private const int KeyGroups = 128;

    private readonly List<TKey> _events = [];                  // by position
    private readonly List<ISlice<TKey, long>> _frozen = [];
    private readonly EpochPublication _publication = new();
    private RealtimeView<TKey, long, long> _open;
    private Cut? _openStart;   // where the open slice begins
    private int _published;    // events that readers may see

    public SlicedStream(int keptSlices = 100)
    {
        _open = NewView();
        View = new("hits", Schema, _publication, Stack(), new() { KeptSlices = keptSlices });
    }

    public BatchViewSchema<TKey, long> Schema { get; } = BatchViewSchema.For(Codec.For<TKey>(), (Aggregates<int> a) => a.Count());

    public MergedView<TKey, long, long> View { get; }

    public List<Cut> Cuts { get; } = [];

    /// <summary>What readers should see: the fold of all events up to the published epoch.</summary>
    public Dictionary<TKey, long> Expected => FoldUpTo(_published);

    public void Add(TKey key)
    {
        _events.Add(key);
        var hash = KeyHash.Of(key, Schema.KeyCodec);
        var table = _open.Partition(LambdaSpeed.Codecs.KeyGroups.TaskOf(
            LambdaSpeed.Codecs.KeyGroups.GroupOf(hash, KeyGroups), KeyGroups, Tasks)).Table;
        ref var entry = ref table.Touch(key, hash);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry)) table.Insert(key, hash, 1);
        else entry.Value++;
    }

    public void Publish()
    {
        var epoch = _publication.Published.Next;
        for (var task = 0; task < Tasks; task++) _open.Partition(task).Table.Seal(epoch.Next, _publication.OldestNeeded());
        _publication.Publish(epoch);
        _published = _events.Count;
    }

    /// <summary>Ends the open slice at the end of an epoch, and begins the next.</summary>
    public Cut EndSlice()
    {
        Publish();
        var cut = CutAt(_published);
        var content = RealtimeView<TKey, long, long>
            .ReadAccumulators((ViewPartition<TKey, long>[])_open.Parts, _publication.Published).ToDictionary();
        _frozen.Add(new FrozenSlice<TKey, long>(_openStart, cut, new(Schema.Keys, content)));
        _openStart = cut;
        _open = NewView();
        View.Restack(Stack());
        Cuts.Add(cut);
        return cut;
    }

    /// <summary>What a batch layer computes up to a cut.</summary>
    public IBatchView<TKey, long> Compute(Cut cut) =>
        BatchView.InMemory($"batch at {cut}", Schema, cut, FoldUpTo((int)cut.Sources[0].Positions[0].Offset));

    public Cut CutAt(long position) => new(_publication.Published, [new("events", "log", [new(0, position)])]);

    private Dictionary<TKey, long> FoldUpTo(int position) =>
        _events.Take(position).CountBy(key => key).ToDictionary(pair => pair.Key, pair => (long)pair.Value);

    private IReadOnlyList<ISlice<TKey, long>> Stack() =>
        [.. _frozen, new RealtimeSlice<TKey, long, long>(_open, Schema.KeyCodec, _openStart)];

    private RealtimeView<TKey, long, long> NewView()
    {
        var definition = new ViewDefinition<TKey, long, long>("hits", Schema.KeyCodec, () => 0, count => count, null, Codec.Int64, 0);
        var view = new RealtimeView<TKey, long, long>(definition, _publication, Tasks, KeyGroups, []);
        view.Prepare(new StateDirectory(KeyGroups, _publication.Published));
        view.Adopt();
        return view;
    }
}
