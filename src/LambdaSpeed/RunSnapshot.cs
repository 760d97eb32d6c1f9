using System.Diagnostics;
using LambdaSpeed.State;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed;

/// <summary>All views of a run as of one published epoch. Dispose it soon: until then the old values of all that changes are
/// kept.</summary>
[DebuggerDisplay("snapshot as of {Epoch}")]
public sealed class RunSnapshot : IDisposable
{
    private readonly IReadOnlyDictionary<string, IRealtimeView> _views;
    private readonly Dictionary<string, object> _parts; // of each view, when the epoch was pinned
    private readonly string _topology;
    private readonly EpochPin _pin;

    private RunSnapshot(
        IReadOnlyDictionary<string, IRealtimeView> views, Dictionary<string, object> parts, string topology, EpochPin pin)
    {
        _views = views;
        _parts = parts;
        _topology = topology;
        _pin = pin;
    }

    /// <summary>Pins the published epoch in all views; again, when a restart has replaced what they hold in between.</summary>
    internal static RunSnapshot Of(IReadOnlyDictionary<string, IRealtimeView> views, string topology, EpochPublication publication)
    {
        while (true)
        {
            var parts = views.ToDictionary(view => view.Key, view => view.Value.Parts);
            var pin = new EpochPin(publication);
            if (views.All(view => view.Value.Parts == parts[view.Key])) return new RunSnapshot(views, parts, topology, pin);
            pin.Dispose();
        }
    }

    /// <summary>The epoch.</summary>
    public EpochId Epoch => _pin.Epoch;

    /// <summary>A view as of the epoch. Disposing the answer releases the whole snapshot.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name.</param>
    public IViewSnapshot<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull => ViewDirectory.Find<TKey, TValue>(_views, _topology, name.Name).SnapshotAt(_pin, _parts[name.Name]);

    /// <summary>A view of windows as of the epoch.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TResult">What readers are given for a window.</typeparam>
    /// <param name="name">The view's name.</param>
    public IWindowView<TKey, TResult> View<TKey, TResult>(WindowViewName<TKey, TResult> name)
        where TKey : notnull => ViewDirectory.Find<ISnapshotWindows<TKey, TResult>>(_views, _topology, name.Name,
            $"one of windows with keys {typeof(TKey)} and results {typeof(TResult)}", nameof(WindowViewName<,>))
        .SnapshotAt(_pin, _parts[name.Name]);

    /// <inheritdoc/>
    public void Dispose() => _pin.Dispose();
}
