namespace LambdaSpeed.State;

/// <summary>All state that one task of a keyed bolt keeps, and the writes of the call at hand.</summary>
internal sealed class KeyedStates<TKey>(string component, EpochId firstEpoch) : IKeyedStateRegistry
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

        var cell = new ValueState<TKey, T>(firstEpoch);
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
