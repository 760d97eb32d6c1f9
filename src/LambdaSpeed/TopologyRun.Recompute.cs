using LambdaSpeed.Lambda;
using LambdaSpeed.Planning;
using LambdaSpeed.Tasks;
using LambdaSpeed.Views;

namespace LambdaSpeed;

public sealed partial class TopologyRun
{
    private static readonly TimeSpan _progressInterval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _recomputing = new(); // cancelled when the run is disposed of
    private readonly List<Task> _recomputations = []; // that have not ended; under the gate of the merged views

    /// <summary>Makes a batch view of what the log holds up to a cut, by the run's own topology, and publishes it. For those without a
    /// batch layer, or for whom it computes something else.</summary>
    /// <remarks>
    /// <para>It reads up to the cut and stops there, which is no end of the input: windows stay open and timers set. So a view behind keyed
    /// bolts, joins or windows that fire can be recomputed too: what they hold at the cut is what they held there in this run. That asks of
    /// them that they do the same when tuples are read again, and of an order between partitions that it does not matter. What follows the
    /// clock (ticks, timers of processing time, a time to live, <c>WithIdleAfter</c>) or calls outside is refused; so is one watermark for
    /// several partitions that a task reads, since what is late then depends on their order: say <c>ForSourcePartitions</c>.</para>
    /// <para>It runs beside this run, puts nothing out and has no store follow. The state of the view is held in memory while it is
    /// computed. When the file is there already, computed for this view up to the same cut, it is published as it is: so a call that was
    /// interrupted can be repeated. While it works the cut is not folded away, however many come after it.</para></remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <typeparam name="TResult">What readers are given.</typeparam>
    /// <param name="name">The view.</param>
    /// <param name="schema">What batch views of it are made of.</param>
    /// <param name="path">The file to be written.</param>
    /// <param name="options">Up to where, and how; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; with checkpoints another call goes on from there.</param>
    /// <returns>The cut.</returns>
    /// <exception cref="BatchViewMismatchException">The view cannot be handed over, or not at this cut.</exception>
    /// <exception cref="StateMismatchException">A spout cannot be read again up to the cut.</exception>
    /// <exception cref="TaskFailedException">A component has failed.</exception>
    /// <exception cref="InvalidOperationException">The run has ended, or was disposed of meanwhile.</exception>
    public Task<Cut> RecomputeAsync<TKey, TAccumulator, TResult>(
        ViewName<TKey, TResult> name, BatchViewSchema<TKey, TAccumulator> schema, string path, RecomputeOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return RecomputeIntoAsync(Merged(name, schema), path, options ?? new(), cancellationToken);
    }

    /// <summary>Makes a batch view of windows of what the log holds up to a cut, by the run's own topology, and publishes it: also of
    /// sessions, of which those that were open at the cut go on after it.</summary>
    /// <inheritdoc cref="RecomputeAsync{TKey, TAccumulator, TResult}" path="/remarks"/>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TResult">What readers are given for a window.</typeparam>
    /// <param name="name">The view.</param>
    /// <param name="path">The file to be written.</param>
    /// <param name="options">Up to where, and how; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; with checkpoints another call goes on from there.</param>
    /// <returns>The cut.</returns>
    /// <exception cref="ArgumentException">There is no such view, or it is never cut.</exception>
    /// <exception cref="BatchViewMismatchException">The view cannot be handed over, or not at this cut.</exception>
    /// <exception cref="StateMismatchException">A spout cannot be read again up to the cut.</exception>
    /// <exception cref="TaskFailedException">A component has failed.</exception>
    /// <exception cref="InvalidOperationException">The run has ended, or was disposed of meanwhile.</exception>
    public Task<Cut> RecomputeAsync<TKey, TResult>(
        WindowViewName<TKey, TResult> name, string path, RecomputeOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Merged(name).Accept(new WindowRecomputation(this, path, options ?? new(), cancellationToken));
    }

    private async Task<Cut> RecomputeIntoAsync<TKey, TAccumulator, TResult>(
        MergedView<TKey, TAccumulator, TResult> merged, string path, RecomputeOptions settings, CancellationToken cancellationToken)
        where TKey : notnull
    {
        CancellationTokenSource ending;
        Task<Cut> work;
        lock (_mergedGate)
        {
            if (_recomputing.IsCancellationRequested) throw Disposed(merged.Name);
            ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _recomputing.Token);
            work = Task.Run(() => RecomputeNowAsync(merged, path, settings, ending.Token), CancellationToken.None);
            _recomputations.Add(work);
        }
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_recomputing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Disposed(merged.Name);
        }
        finally
        {
            lock (_mergedGate) _recomputations.Remove(work);
            ending.Dispose();
        }
    }

    private InvalidOperationException Disposed(string view) => new(
        $"The run of topology '{Topology.Name}' was disposed of, so view '{view}' is not recomputed. Remedy: ask the next start for it; " +
        $"with {nameof(RecomputeOptions)}.{nameof(RecomputeOptions.Checkpoints)} it goes on from where it was.");

    /// <summary>Gives up what is being recomputed, and waits until it has ended.</summary>
    private async Task EndRecomputationsAsync()
    {
        Task[] recomputations;
        lock (_mergedGate)
        {
            if (!_recomputing.IsCancellationRequested) _recomputing.Cancel(); // else it may be disposed of
            recomputations = [.. _recomputations];
        }
        await Task.WhenAll(recomputations).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<Cut> RecomputeNowAsync<TKey, TAccumulator, TResult>(
        MergedView<TKey, TAccumulator, TResult> merged, string path, RecomputeOptions settings, CancellationToken cancellationToken)
        where TKey : notnull
    {
        if (WhyNotRecomputed(merged.Name) is { } refusal) throw new BatchViewMismatchException(path, refusal);
        var cut = settings.Cut ?? await CutAsync(cancellationToken).ConfigureAwait(false);
        var held = merged.HoldCut(cut, path);
        try
        {
            if (!File.Exists(path)) await ComputeAsync(merged, path, cut, settings, cancellationToken).ConfigureAwait(false);
            else if (!BatchView.Identify(path).Cut.Equals(cut)) throw new BatchViewMismatchException(
                path, $"it is there already, up to the {BatchView.Identify(path).Cut}, and the {cut} is asked for. Choose another name.");

            return await merged.PublishFileAsync(path, mayGoBack: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            merged.ReleaseCut(held);
        }
    }

    /// <summary>Why what the run recomputes of a view would not add up with its slices; null when it does.</summary>
    private string? WhyNotRecomputed(string view)
    {
        var byClock = _attempt.Tasks.SelectMany(task => task.Stages).Select(stage => stage.Context)
            .Where(context => context.UsesClock).Select(context => context.Component.Component).ToHashSet();
        return PositionalViews.WhyNotRecomputed(Topology, view, byClock.Contains, ReadsSeveralPartitions) ?? WhyNotDivided();
    }

    /// <summary>Do tuples of several partitions come to a task of a component? In a spout's task that is what the spout reads; behind an
    /// exchange they come from anywhere.</summary>
    private bool ReadsSeveralPartitions(string component)
    {
        var own = _attempt.Tasks.Where(task => task.Stages.Any(stage => stage.Context.Component.Component == component)).ToList();
        return own.Any(task => task.Spout is not null) ? own.Max(PartitionsOf) > 1 : _attempt.Tasks.Sum(PartitionsOf) > 1;

        static int PartitionsOf(StreamTask task) => task.Spout?.Positions?.Positions.Count ?? 0;
    }

    private async Task ComputeAsync<TKey, TAccumulator, TResult>(
        MergedView<TKey, TAccumulator, TResult> merged, string path, Cut cut, RecomputeOptions settings,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var plan = ExecutionPlan.For(settings.Topology ?? Topology, _plan.Options with
        {
            Checkpoints = settings.Checkpoints, Workers = settings.Workers, RecomputedUpTo = cut, Slices = new(),
            Guarantee = DeliveryGuarantee.ExactlyOnce,
        });
        var run = await SpeedLayer.StartAsync(plan, cancellationToken).ConfigureAwait(false);
        try
        {
            if (run.WhyNotRecomputed(merged.Name) is { } refusal) throw new BatchViewMismatchException(path, refusal);
            await run.CompleteAsync(cut, settings.Progress, cancellationToken).ConfigureAwait(false);
            var view = ViewDirectory.Find<IViewTable<TKey, TAccumulator, TResult>>(
                run._views, run.Topology.Name, merged.Name, "one of the same keys and accumulators", nameof(ViewName<,>)).Table;
            Write(view, merged.Schema, path, cut, cancellationToken);
        }
        finally
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes all that a view holds into a batch view.</summary>
    private void Write<TKey, TAccumulator, TResult>(
        RealtimeView<TKey, TAccumulator, TResult> view, BatchViewSchema<TKey, TAccumulator> schema, string path, Cut cut,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var written = new BatchViewSchema<TKey, TAccumulator>(
            schema.KeyCodec, schema.AccumulatorCodec, view.Definition.Aggregation ?? schema.Aggregator, schema.Rule);
        using var writer = BatchView.CreateOwn(path, written, cut, options: null, recomputed: (Topology.Name, view.Name));
        using var pin = view.Pin(out var slices);
        foreach (var (key, accumulator) in view.ReadAccumulators(slices, pin.Epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Add(key, accumulator);
        }
        writer.Complete();
    }

    /// <summary>Waits until all up to a cut is computed.</summary>
    private async Task CompleteAsync(Cut cut, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var total = cut.Sources.Sum(source => source.Positions.Sum(position => position.Offset));
        while (!_completion.Task.IsCompleted)
        {
            await _completion.Task.WaitAsync(_progressInterval, _plan.Options.TimeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            var done = _attempt.Committed.Spouts.Sum(task => task.Positions.Sum(position => position.Offset));
            progress?.Report(total == 0 ? 1 : Math.Min(1, (double)done / total));
        }
        await _completion.Task.ConfigureAwait(false);
        progress?.Report(1); // it may have ended between two looks, or before the first
    }

    /// <summary>Recomputes what windows are made of.</summary>
    private sealed class WindowRecomputation(
        TopologyRun run, string path, RecomputeOptions options, CancellationToken cancellationToken) : IMergedTableVisitor<Task<Cut>>
    {
        public Task<Cut> Visit<TKey, TAccumulator, TResult>(MergedView<TKey, TAccumulator, TResult> merged)
            where TKey : notnull => run.RecomputeIntoAsync(merged, path, options, cancellationToken);
    }
}
