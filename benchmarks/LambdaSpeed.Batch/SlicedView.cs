using LambdaSpeed.Codecs;
using LambdaSpeed.Epochs;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Batch;

/// <summary>A realtime view of counts in slices, without a run, and the merged view over it.</summary>
internal sealed class SlicedView
{
    private const int KeyGroups = 128;

    private readonly EpochPublication _publication = new();
    private readonly CutLedger _cuts;
    private readonly RealtimeView<long, long, long> _view;
    private long _position; // of the only source

    public SlicedView(int keptSlices = 0)
    {
        var definition = new ViewDefinition<long, long, long>(
            "hits", Codec.Int64, () => 0, (ref long sum, in long part) => sum += part, count => count, null, Codec.Int64, 0);
        Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<int> a) => a.Count());
        _view = new(definition, _publication, 1, KeyGroups, []);
        _view.Prepare(new StateDirectory(KeyGroups, _publication.Published));
        _view.Adopt();
        _cuts = new(_publication);
        Merged = new(_view, Schema, _publication, new() { KeptSlices = keptSlices }, new HandOver(_cuts, _ => throw new NotSupportedException()));
    }

    public BatchViewSchema<long, long> Schema { get; }

    public MergedView<long, long, long> Merged { get; }

    /// <summary>Adds each key once, and ends the slice.</summary>
    public Cut AddSlice(IEnumerable<long> keys)
    {
        AddOpen(keys, publish: false);
        var epoch = _publication.Published.Next;
        _view.BeginSlice(_cuts.Begin(epoch, DateTimeOffset.UnixEpoch), epoch);
        Publish(epoch);
        return _cuts.Listed[^1].Cut;
    }

    /// <summary>Adds each key once to the open slice.</summary>
    public void AddOpen(IEnumerable<long> keys, bool publish = true)
    {
        var table = _view.Partition(0).Table;
        foreach (var key in keys)
        {
            var hash = KeyHash.Of(key, Codec.Int64);
            ref var entry = ref table.Touch(key, hash);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry)) table.Insert(key, hash, 1);
            else entry.Value++;
            _position++;
        }
        if (publish) Publish(_publication.Published.Next);
    }

    private void Publish(EpochId epoch)
    {
        _view.Partition(0).Seal(epoch, _publication.OldestNeeded());
        if (_cuts.EndsSlice(epoch)) _cuts.Announce(epoch, [new("hits", 0, null, [new(0, _position)], [])], null);
        _publication.Publish(epoch);
    }
}
