namespace LambdaSpeed.State;

/// <summary>All state that one task of a keyed bolt keeps, and the writes of the call at hand.</summary>
/// <param name="component">The component.</param>
/// <param name="task">The task's index within it.</param>
/// <param name="tasks">How many tasks the component has.</param>
/// <param name="codec">Stores the keys; null when they have none.</param>
/// <param name="directory">Where each declared state is entered, so that checkpoints hold it.</param>
internal sealed class KeyedStates<TKey>(string component, int task, int tasks, ICodec<TKey>? codec, StateDirectory directory)
    : IKeyedStateRegistry
    where TKey : notnull
{
    private readonly List<IStateCell<TKey>> _cells = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _isFrozen; // the bolt has opened: no more declarations

    public IValueState<T> Value<T>(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_isFrozen) throw new InvalidOperationException(
            $"Component '{component}' declares state '{name}' after it was opened. Declare state in Open.");
        if (!_names.Add(name)) throw new InvalidOperationException(
            $"Component '{component}' declares two states named '{name}'. Give each a name of its own.");

        var stored = codec is not null && Codec.TryFor<T>(out var value)
            ? new SectionCodec<TKey, StateSlot<T>>(codec, new StateSlotCodec<T>(value), static slot => !slot.HasValue)
            : null;
        var cell = new ValueState<TKey, T>(directory.GetOrAdd($"state:{component}/{name}", tasks, stored).Tables[task]);
        _cells.Add(cell);
        return cell;
    }

    public void Freeze() => _isFrozen = true;

    /// <summary>Begins a call for a tuple of this key.</summary>
    public void Begin(TKey key, uint hash)
    {
        foreach (var cell in _cells) cell.Begin(key, hash);
    }

    /// <summary>The call has returned: its writes take effect.</summary>
    public void Commit()
    {
        foreach (var cell in _cells) cell.Commit();
    }

    /// <summary>The call has thrown: its writes are forgotten.</summary>
    public void Rollback()
    {
        foreach (var cell in _cells) cell.Rollback();
    }

    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        foreach (var cell in _cells) cell.Seal(next, oldestNeeded);
    }
}
