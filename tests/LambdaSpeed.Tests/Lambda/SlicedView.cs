using LambdaSpeed.BatchViews;
using LambdaSpeed.Codecs;
using LambdaSpeed.Epochs;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>A realtime view in slices without a run, and the merged view over it: the test is its tasks and its clock.</summary>
internal sealed class SlicedView<TKey, TAccumulator, TResult>
    where TKey : notnull
{
    private const int Tasks = 2;
    private const int KeyGroups = 128;

    private readonly EpochPublication _publication = new();
    private readonly CutLedger _cuts;

    public SlicedView(
        BatchViewSchema<TKey, TAccumulator> schema, MergedViewOptions options, Func<TAccumulator, TAccumulator>? copy = null)
    {
        var rule = (IReadingRule<TAccumulator, TResult>)schema.Rule;
        var definition = new ViewDefinition<TKey, TAccumulator, TResult>(
            "hits", schema.KeyCodec, rule.Zero, rule.Merge, accumulator => rule.Result(accumulator), copy, schema.AccumulatorCodec, 0);
        Schema = schema;
        Realtime = new(definition, _publication, Tasks, KeyGroups, []);
        Realtime.Prepare(new StateDirectory(KeyGroups, _publication.Published));
        Realtime.Adopt();
        _cuts = new(_publication);
        Merged = new(Realtime, schema, _publication, options, new HandOver(_cuts, _ => throw new NotSupportedException()) { Settle = Settle });
    }

    public BatchViewSchema<TKey, TAccumulator> Schema { get; }

    public RealtimeView<TKey, TAccumulator, TResult> Realtime { get; }

    public MergedView<TKey, TAccumulator, TResult> Merged { get; }

    /// <summary>The cuts that still mean something.</summary>
    public IReadOnlyList<Cut> Cuts => [.. _cuts.Listed.Select(cut => cut.Cut)];

    public EpochId Published => _publication.Published;

    /// <summary>Merges something into what the open slice has of a key.</summary>
    public void Add(TKey key, TAccumulator part)
    {
        var hash = KeyHash.Of(key, Schema.KeyCodec);
        var table = Realtime.Partition(Realtime.TaskOf(key, hash)).Table;
        ref var entry = ref table.Touch(key, hash);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry)) entry = ref table.Insert(key, hash, Schema.Rule.Zero());
        VersionedTable<TKey, TAccumulator>.BeginWrite(ref entry);
        Schema.Rule.Merge(ref entry.Value, part);
        VersionedTable<TKey, TAccumulator>.EndWrite(ref entry);
    }

    /// <summary>Ends and publishes the open epoch, at a position of the only source.</summary>
    public void Publish(long position)
    {
        var epoch = _publication.Published.Next;
        for (var task = 0; task < Tasks; task++) Realtime.Partition(task).Seal(epoch, _publication.OldestNeeded());
        if (_cuts.EndsSlice(epoch)) _cuts.Announce(epoch, [new("events", 0, "log", [new(0, position)], [])], null);
        _publication.Publish(epoch);
    }

    /// <summary>Folds slices until so many are left besides the open one.</summary>
    public void Fold(int most)
    {
        while (Realtime.TryFoldOldest(most))
        {
        }
        Settle();
    }

    /// <summary>Begins to tell a store what each slice has.</summary>
    public ViewFeed<SliceKey<TKey>, TResult> FollowSlices(bool dropsWhole) =>
        new SliceFeed<TKey, TAccumulator, TResult>(Realtime, _publication, dropsWhole);

    /// <summary>What each slice that is shown has of each key, by the slice's first number.</summary>
    public Dictionary<SliceKey<TKey>, TResult> BySlice() => Realtime.Stack.Shown
        .SelectMany(slice => Realtime.ReadAccumulators([slice], Published)
            .Select(pair => KeyValuePair.Create(new SliceKey<TKey>(slice.Range.First, pair.Key), Realtime.Definition.Result(pair.Value))))
        .ToDictionary();

    private void Settle() => _cuts.Withdraw(() => [Realtime.Slices]);

    /// <summary>The same, and ends the open slice with it.</summary>
    public Cut EndSlice(long position)
    {
        var epoch = _publication.Published.Next;
        Realtime.BeginSlice(_cuts.Begin(epoch, DateTimeOffset.UnixEpoch), epoch);
        Publish(position);
        return _cuts.Listed[^1].Cut;
    }
}
