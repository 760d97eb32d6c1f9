using System.Runtime.CompilerServices;

namespace LambdaSpeed.RabbitMQ;

/// <summary>The messages of one stream between the client's thread and the task: bounded by what the server sends ahead.</summary>
/// <remarks>The client's thread fills one array under a lock, the task empties another one without; when that is empty the two change
/// places, and what was taken is acknowledged, so that the server sends more. At most twice the prefetch waits.</remarks>
/// <param name="prefetch">How many messages the server sends ahead.</param>
internal sealed class StreamQueue<T>(int prefetch)
{
    private const int FirstLength = 64;

    private readonly Lock _gate = new();
    private readonly int _creditStep = Math.Max(1, prefetch / 4); // an acknowledgement for each message would cost a frame each
    private StreamEntry<T>[] _arrived = new StreamEntry<T>[FirstLength]; // under the gate
    private int _arrivedCount;          // under the gate
    private StreamSession<T>? _session; // the one that may add; null between two; under the gate
    private long _end;                  // the offset behind what the task has taken or was begun at; under the gate
    private int _uncredited;            // taken and not acknowledged; under the gate
    private bool _isIdle;               // whether the task waits to be woken; under the gate
    private StreamEntry<T>[] _taken = new StreamEntry<T>[FirstLength]; // the task's
    private int _next;                  // its first entry that was not emitted; the task's
    private int _unread;                // how many of it were not emitted; the task's

    /// <summary>The offset to emit next. The task's.</summary>
    public long Position { get; private set; }

    /// <summary>Goes on at an offset. Before anything is read.</summary>
    public void Seek(long offset)
    {
        Position = offset;
        lock (_gate) _end = offset;
    }

    /// <summary>Forgets what has arrived and was not taken; the answer is where to read on.</summary>
    public long Restart()
    {
        lock (_gate)
        {
            _session = null;
            _arrived.AsSpan(0, _arrivedCount).Clear();
            (_arrivedCount, _uncredited) = (0, 0);
            return _end;
        }
    }

    /// <summary>Whether the task has taken all that has arrived.</summary>
    public bool IsTaken
    {
        get
        {
            lock (_gate) return _arrivedCount == 0;
        }
    }

    /// <summary>From now on this session adds, and no other.</summary>
    public void Begin(StreamSession<T> session)
    {
        lock (_gate) _session = session;
    }

    /// <summary>Adds a message; false when the session is not the present one. The client's thread.</summary>
    /// <param name="session">Who adds.</param>
    /// <param name="entry">The message.</param>
    /// <param name="mustWake">Whether the task waits for it.</param>
    public bool TryAdd(StreamSession<T> session, in StreamEntry<T> entry, out bool mustWake)
    {
        lock (_gate)
        {
            mustWake = _isIdle;
            if (_session != session) return false;
            if (_arrivedCount == _arrived.Length) Array.Resize(ref _arrived, 2 * _arrived.Length);
            _arrived[_arrivedCount++] = entry;
            _isIdle = false;
            return true;
        }
    }

    /// <summary>The next messages, at most so many; valid until <see cref="Skip"/>. The task's.</summary>
    public ReadOnlySpan<StreamEntry<T>> Peek(int most)
    {
        if (_unread == 0) ChangePlaces();
        return _taken.AsSpan(_next, Math.Min(_unread, most));
    }

    /// <summary>States that so many messages were emitted. The task's.</summary>
    public void Skip(int count)
    {
        if (count == 0) return;
        Position = _taken[_next + count - 1].Offset + 1;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<StreamEntry<T>>()) _taken.AsSpan(_next, count).Clear();
        _next += count;
        _unread -= count;
    }

    /// <summary>Whether there is nothing; then the next message wakes. The task's.</summary>
    public bool TryLieDown()
    {
        lock (_gate)
        {
            _isIdle = _unread == 0 && _arrivedCount == 0;
            return _isIdle;
        }
    }

    private void ChangePlaces()
    {
        StreamSession<T>? session = null;
        lock (_gate)
        {
            (_arrived, _taken) = (_taken, _arrived);
            (_next, _unread, _arrivedCount) = (0, _arrivedCount, 0);
            if (_unread == 0) return;
            _end = _taken[_unread - 1].Offset + 1;
            _uncredited += _unread;
            if (_uncredited >= _creditStep)
            {
                session = _session;
                _uncredited = 0;
            }
        }
        session?.Acknowledge(_taken[_unread - 1].Tag);
    }
}
