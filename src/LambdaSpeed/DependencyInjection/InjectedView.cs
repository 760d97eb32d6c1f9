using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed.DependencyInjection;

/// <summary>A view as it is injected: finds the view of that name in the running topologies when it is read.</summary>
internal sealed class InjectedView<TKey, TValue>(SpeedLayerHost host, [ServiceKey] string name) : IView<TKey, TValue>
    where TKey : notnull
{
    private volatile Finding? _found; // by the newest read that had to look

    public string Name => name;

    public EpochId PublishedEpoch => View.PublishedEpoch;

    public long Count => View.Count;

    private IView<TKey, TValue> View
    {
        get
        {
            var runs = host.Runs;
            if (_found is { } found && found.Runs == runs) return found.View;

            var view = host.View(new ViewName<TKey, TValue>(name));
            _found = new Finding(runs, view);
            return view;
        }
    }

    public TValue Get(TKey key) => View.Get(key);

    public bool TryGet(TKey key, out TValue value) => View.TryGet(key, out value);

    public ViewReading<TValue> Read(TKey key, ReadLevel level = ReadLevel.Committed) => View.Read(key, level);

    public ValueTask<ViewReading<TValue>> ReadAsync(
        TKey key, ReadLevel level = ReadLevel.Committed, CancellationToken cancellationToken = default) =>
        View.ReadAsync(key, level, cancellationToken);

    public IReadOnlyDictionary<TKey, TValue> GetMany(IEnumerable<TKey> keys) => View.GetMany(keys);

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => View.All();

    public IReadOnlyList<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null) =>
        View.Range(from, to, comparer);

    public IViewSnapshot<TKey, TValue> Snapshot() => View.Snapshot();

    public async IAsyncEnumerable<ViewChange<TKey, TValue>> ChangesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in View.ChangesAsync(cancellationToken).ConfigureAwait(false)) yield return change;
    }

    /// <summary>A view, and the runs among which it was found: a start that failed, or goes on, replaces them.</summary>
    private sealed record Finding(IReadOnlyList<TopologyRun> Runs, IView<TKey, TValue> View);
}
