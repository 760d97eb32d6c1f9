using LambdaSpeed.Lambda;
using LambdaSpeed.Planning;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private readonly Lock _mergedGate = new();
    private readonly Dictionary<string, object> _merged = new(StringComparer.Ordinal); // merged views that were asked for; under the gate

    /// <summary>The cuts up to which a batch view may be computed, oldest first. Those that mean nothing to any view any more are left
    /// out.</summary>
    public IReadOnlyList<Cut> Cuts => [.. _cuts.Listed.Select(cut => cut.Cut)];

    /// <summary>Ends the open slice of every view at the end of the open epoch, and waits until that epoch is published: what the sources
    /// had emitted before is below the cut, all else above it.</summary>
    /// <remarks>The cut is part of the epoch's checkpoint and survives the process. For who reads the views nothing changes. Windows
    /// that fire are left whole. Callers that wait at the same time share a cut.</remarks>
    /// <param name="cancellationToken">Gives up waiting; the cut may be made all the same.</param>
    /// <exception cref="InvalidOperationException">The run has ended, or reads tuples more than once after a failure
    /// (<see cref="DeliveryGuarantee.AtLeastOnce"/>): its barriers do not divide them exactly.</exception>
    /// <exception cref="RunFaultedException">The run has failed, or was aborted, before that.</exception>
    public async Task<Cut> CutAsync(CancellationToken cancellationToken = default)
    {
        if (_plan.Options.Guarantee == DeliveryGuarantee.AtLeastOnce) throw new InvalidOperationException(
            $"Topology '{Topology.Name}' runs at least once: its barriers do not divide the tuples exactly, so there is no cut. " +
            $"Remedy: run it with {nameof(DeliveryGuarantee)}.{nameof(DeliveryGuarantee.ExactlyOnce)}.");
        while (true)
        {
            var epoch = await AwaitNewEpochAsync(endsSlices: true, cancellationToken).ConfigureAwait(false);
            if (_cuts.Listed.FirstOrDefault(listed => listed.Cut.Epoch == epoch) is { } made) return made.Cut;
        }
    }

    /// <summary>One slice of a view alone, held readable as of the published epoch: what came between two cuts, or since the
    /// last one.</summary>
    /// <remarks>It ends at the next cut at which the view is still divided: slices that were folded are one. What a batch view has taken
    /// the place of can be read as long as it is kept (<see cref="MergedViewOptions.KeptSlices"/>). Dispose it soon.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given.</typeparam>
    /// <param name="name">The view's name, as <c>ToView</c> gave it.</param>
    /// <param name="since">The cut at which the slice begins; null for the first slice that readers of the view are shown.</param>
    /// <exception cref="ArgumentException">There is no such view, or none of its slices begins at that cut.</exception>
    public IViewSnapshot<TKey, TValue> SliceSnapshot<TKey, TValue>(ViewName<TKey, TValue> name, Cut? since = null)
        where TKey : notnull
    {
        var view = ViewDirectory.Find<TKey, TValue>(_views, Topology.Name, name.Name);
        if (since is null) return view.SliceSnapshot(null)!;
        return _cuts.Listed.Reverse().Where(listed => listed.Cut.IsAt(since))
            .Select(listed => view.SliceSnapshot(listed.Number + 1)).FirstOrDefault(slice => slice is not null)
            ?? throw new ArgumentException(
                $"No slice of view '{name.Name}' begins at the {since}: it was never cut there, or its slice was folded or dropped. " +
                $"Remedy: choose one of {nameof(Cuts)}.", nameof(since));
    }

    /// <summary>The number of the slices that begin at a cut, by which stores outside the run keep them
    /// (<see cref="SliceKey{TKey}.Slice"/>): that slice and later ones hold what a batch view up to the cut does not.</summary>
    /// <remarks>A batch layer keeps it beside its own table, written in one transaction with that, and readers of both leave out slices
    /// before it: so each tuple counts once at every moment, also before the batch view is published here and the slices are
    /// dropped. It holds as long as the cut is one of <see cref="Cuts"/>.</remarks>
    /// <param name="cut">One of <see cref="Cuts"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public int SliceAfter(Cut cut)
    {
        ArgumentNullException.ThrowIfNull(cut);
        return _cuts.Listed.LastOrDefault(listed => listed.Cut.IsAt(cut))?.Number + 1
            ?? throw new ArgumentException(
                $"No slice begins at the {cut}: nothing was cut there, or what was is folded or dropped. Remedy: choose one of " +
                $"{nameof(Cuts)}.", nameof(cut));
    }

    /// <summary>The merged view of a realtime view of this run: what a batch view has, merged with what came after its cut.</summary>
    /// <remarks>There is one for each view; a further call gives the same. Where a batch view was published before a restart, its file is
    /// opened again.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="name">The realtime view's name, as <c>ToView</c> gave it.</param>
    /// <param name="schema">What batch views of it are made of: the same keys and aggregation.</param>
    /// <param name="options">How batch views are taken; null for the defaults. They are those of the first call.</param>
    /// <exception cref="ArgumentException">There is no such view, or it has other keys, accumulators or another aggregation.</exception>
    /// <exception cref="BatchViewException">The batch view that was published before cannot be opened, or is another one now.</exception>
    public MergedView<TKey, TAccumulator, TResult> Merged<TKey, TAccumulator, TResult>(
        ViewName<TKey, TResult> name, BatchViewSchema<TKey, TAccumulator> schema, MergedViewOptions? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        var view = Realtime<TKey, TAccumulator, TResult>(name);
        if (view.Definition.HoldsHotKeys) throw new ArgumentException(
            $"View '{name.Name}' of topology '{Topology.Name}' was described by HoldHotKeys and so is never cut: there is nothing " +
            "to merge. Remedy: describe it without that; what a batch view covers is dropped from memory.", nameof(name));
        RequireSame(view.Definition, schema);
        lock (_mergedGate)
        {
            if (_merged.TryGetValue(name.Name, out var known)) return (MergedView<TKey, TAccumulator, TResult>)known;
            var merged = new MergedView<TKey, TAccumulator, TResult>(view, schema, _publication, options ?? new(), HandOverOf(name.Name));
            _merged.Add(name.Name, merged);
            return merged;
        }
    }

    /// <summary>The merged view of windows of this run: what was computed of them up to a cut, merged with what came after it.</summary>
    /// <remarks>There is one for each view; a further call gives the same. Its batch views are those of
    /// <see cref="RecomputeAsync{TKey, TResult}"/>; where one was published before a restart, its file is opened again.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TResult">What readers are given for a window.</typeparam>
    /// <param name="name">The view's name, as <c>ToView</c> gave it.</param>
    /// <param name="options">How batch views are taken; null for the defaults. They are those of the first call.</param>
    /// <exception cref="ArgumentException">There is no such view, or it is never cut: windows that fire, and those of a number of
    /// tuples.</exception>
    /// <exception cref="CodecException">What is kept has no codec.</exception>
    /// <exception cref="BatchViewException">The batch view that was published before cannot be opened, or is another one now.</exception>
    public MergedWindows<TKey, TResult> Merged<TKey, TResult>(WindowViewName<TKey, TResult> name, MergedViewOptions? options = null)
        where TKey : notnull
    {
        var view = ViewDirectory.Find<ICutWindows<TKey, TResult>>(_views, Topology.Name, name.Name,
            $"one of windows with keys {typeof(TKey)} and results {typeof(TResult)}", nameof(WindowViewName<,>));
        if (view.Sliced is null) throw new ArgumentException(
            $"View '{name.Name}' of topology '{Topology.Name}' is never cut, as its windows fire or count tuples, so there is nothing to " +
            "merge. Remedy: describe another aggregation, without ToStream, by windows of time.", nameof(name));
        lock (_mergedGate)
        {
            if (_merged.TryGetValue(name.Name, out var known)) return (MergedWindows<TKey, TResult>)known;
            var merged = view.Accept(new WindowMerger<TKey, TResult>(_publication, options ?? new(), HandOverOf(name.Name)));
            _merged.Add(name.Name, merged);
            return merged;
        }
    }

    private RealtimeView<TKey, TAccumulator, TResult> Realtime<TKey, TAccumulator, TResult>(ViewName<TKey, TResult> name)
        where TKey : notnull => ViewDirectory.Find<RealtimeView<TKey, TAccumulator, TResult>>(_views, Topology.Name, name.Name,
            $"one of keys {typeof(TKey)}, accumulators {typeof(TAccumulator)} and values {typeof(TResult)}", nameof(ViewName<,>));

    private HandOver HandOverOf(string view) => new(_cuts, name => BatchView.Bytes(Path.GetFullPath(name), new()))
    {
        Topology = Topology.Name,
        Refusal = PositionalViews.WhyNot(Topology, view) ?? WhyNotDivided(),
        Settle = SettleCuts,
        Logger = _plan.Options.LoggerOf("LambdaSpeed.Lambda"),
        MakeDurable = _journal is null ? null : cancellationToken => AwaitNewEpochAsync(endsSlices: false, cancellationToken),
    };

    /// <summary>Forgets the cuts that mean nothing to any view any more.</summary>
    private void SettleCuts() => _cuts.Withdraw(
        () => _views.Values.Select(view => view.Sliced?.Slices).OfType<State.ViewSlices>());

    /// <summary>Why a cut of this run divides no tuples; null when it does. Sources without positions cannot be read up to a cut, and where
    /// barriers are not aligned slices hold tuples from behind the cuts that end them.</summary>
    private string? WhyNotDivided()
    {
        if (_plan.Options.Guarantee == DeliveryGuarantee.AtLeastOnce) return
            "tuples count at least once here, so its barriers do not divide them exactly. " +
            $"Remedy: run it with {nameof(DeliveryGuarantee)}.{nameof(DeliveryGuarantee.ExactlyOnce)}.";
        var spout = _attempt.Tasks.FirstOrDefault(task => task.Spout is { Positioned: null })?.Stages[0].Context.Component.Component;
        return spout is null ? null : $"spout '{spout}' has no positions, so nobody can have read up to a cut. Remedy: read from a log.";
    }

    /// <summary>Ends the open epoch, and waits until what it captured at its end is published: by the attempt that was asked, or by another
    /// one that is asked again.</summary>
    private async Task<EpochId> AwaitNewEpochAsync(bool endsSlices, CancellationToken cancellationToken)
    {
        while (true)
        {
            var attempt = _attempt;
            var asked = attempt.RequestNewEpoch(endsSlices);
            if (asked is null && State == RunState.Completed) throw new InvalidOperationException(
                $"The run of topology '{Topology.Name}' has ended: there will be no further epoch.");
            await AwaitEpochOfAsync(attempt, asked ?? _publication.Published.Next, cancellationToken).ConfigureAwait(false);
            if (asked is { } epoch && attempt.HasPublished(epoch)) return epoch;
        }
    }

    private void RequireSame<TKey, TAccumulator, TResult>(
        ViewDefinition<TKey, TAccumulator, TResult> view, BatchViewSchema<TKey, TAccumulator> schema)
        where TKey : notnull
    {
        var difference = view.KeyCodec.Schema != schema.KeyCodec.Schema ? $"keys of {view.KeyCodec.Schema}, not {schema.KeyCodec.Schema}"
            : view.AccumulatorCodec?.Schema != schema.AccumulatorCodec.Schema
                ? $"accumulators of {view.AccumulatorCodec?.Schema}, not {schema.AccumulatorCodec.Schema}"
            : view.Aggregation != schema.Aggregator ? $"the aggregation '{view.Aggregation}', not '{schema.Aggregator}'"
            : null;
        if (difference is not null) throw new ArgumentException(
            $"View '{view.Name}' of topology '{Topology.Name}' has {difference}. Remedy: make the schema of the view's own keys and " +
            "aggregation.", nameof(schema));
    }
}
