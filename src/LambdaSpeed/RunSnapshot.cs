using System.Diagnostics;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <summary>All views of a run as of one published epoch. Dispose it soon: until then the old values of all that changes are
/// kept.</summary>
[DebuggerDisplay("snapshot as of {Epoch}")]
public sealed class RunSnapshot : IDisposable
{
    private readonly IReadOnlyDictionary<string, IRealtimeView> _views;
    private readonly string _topology;
    private readonly EpochPin _pin;

    internal RunSnapshot(IReadOnlyDictionary<string, IRealtimeView> views, string topology, EpochPin pin)
    {
        _views = views;
        _topology = topology;
        _pin = pin;
    }

    /// <summary>The epoch.</summary>
    public EpochId Epoch => _pin.Epoch;

    /// <summary>A view as of the epoch. Disposing the answer releases the whole snapshot.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="name">The view's name.</param>
    public IViewSnapshot<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull => ViewDirectory.Find<TKey, TValue>(_views, _topology, name.Name).SnapshotAt(_pin);

    /// <inheritdoc/>
    public void Dispose() => _pin.Dispose();
}
