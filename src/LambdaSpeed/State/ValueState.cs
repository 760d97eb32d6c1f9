using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>One value for each key, in a versioned table; a write of the call at hand is kept apart until the call has returned.</summary>
internal sealed class ValueState<TKey, T>(VersionedTable<TKey, StateSlot<T>> table) : IValueState<T>, IStateCell<TKey>
    where TKey : notnull
{
    private TKey _key = default!;       // the key of the call at hand
    private uint _hash;                 // its hash
    private StateSlot<T> _current;      // what the call sees
    private bool _isRead;               // _current holds the value of the key
    private bool _isWritten;            // _current is to be written when the call returns

    public bool Exists => Current.HasValue;

    public T? Value
    {
        get => Current.Value;
        set => Write(new StateSlot<T>(true, value));
    }

    private StateSlot<T> Current
    {
        get
        {
            if (!_isRead)
            {
                TableReader.TryReadLatest(table, _key, _hash, out _current, out _);
                _isRead = true;
            }
            return _current;
        }
    }

    public void Clear() => Write(default);

    public void Begin(TKey key, uint hash)
    {
        _key = key;
        _hash = hash;
        _isRead = false;
        _isWritten = false;
    }

    public void Commit()
    {
        if (!_isWritten) return;
        ref var entry = ref table.Touch(_key, _hash);
        if (Unsafe.IsNullRef(ref entry)) entry = ref table.Insert(_key, _hash, default);
        VersionedTable<TKey, StateSlot<T>>.BeginWrite(ref entry);
        entry.Value = _current;
        VersionedTable<TKey, StateSlot<T>>.EndWrite(ref entry);
    }

    public void Rollback() => _isWritten = false;

    public void Seal(EpochId next, EpochId oldestNeeded) => table.Seal(next, oldestNeeded);

    private void Write(StateSlot<T> slot)
    {
        _current = slot;
        _isRead = true;
        _isWritten = true;
    }
}
