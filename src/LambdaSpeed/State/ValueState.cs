namespace LambdaSpeed.State;

/// <summary>One value for each key, in a versioned table; a write of the call at hand is kept apart until the call has returned.</summary>
internal sealed class ValueState<TKey, T, TStored>(VersionedTable<TKey, TStored> table, Lifetime lifetime)
    : IValueState<T>, IStateCell<TKey>
    where TKey : notnull
    where TStored : struct, IStored<T, TStored>
{
    private readonly ExpirySweep<TKey, T, TStored> _sweep = new(table, lifetime, (key, hash) => table.Remove(key, hash) ? 1 : 0);
    private TKey _key = default!;       // the key of the call at hand
    private uint _hash;                 // its hash
    private TStored _current;           // what the call sees
    private bool _exists;               // the call sees a value
    private bool _isRead;               // _current and _exists are known
    private bool _isWritten;            // they are to be written when the call returns

    public bool Exists
    {
        get
        {
            Read();
            return _exists;
        }
    }

    public T? Value
    {
        get
        {
            Read();
            return _exists ? _current.Value : default;
        }
        set => Write(true, TStored.Of(value!, lifetime.End));
    }

    public TimeSpan? SweepInterval => _sweep.Interval;

    public void Clear() => Write(false, default);

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
        _isWritten = false;
        if (!_exists) table.Remove(_key, _hash);
        else if (table.Set(_key, _hash, _current)) _sweep.Accompany(1);
    }

    public void Rollback() => _isWritten = false;

    public void Seal(EpochId next, EpochId oldestNeeded) => table.Seal(next, oldestNeeded);

    public bool Sweep() => _sweep.Portion();

    private void Read()
    {
        lifetime.RequireCall();
        if (_isRead) return;
        _exists = TableReader.TryReadLatest(table, _key, _hash, out _current, out _) && !lifetime.IsOver(_current.ExpiresAt);
        _isRead = true;
    }

    private void Write(bool exists, TStored value)
    {
        lifetime.RequireCall();
        (_exists, _current) = (exists, value);
        _isRead = true;
        _isWritten = true;
    }
}
