using System.Runtime.CompilerServices;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.Sources;

/// <summary>A bounded queue of many senders and one reader, who takes all that waits at once.</summary>
/// <remarks>Senders fill one array under a lock, the reader empties another one without; when that is empty the two change places. So the
/// lock is held for moments and hardly ever met. In a channel, whose lock is taken twice for each tuple, sender and reader meet all the
/// time at hundreds of thousands of tuples a second, and whoever loses sleeps: tails of milliseconds.</remarks>
/// <param name="capacity">How many tuples may wait, in both arrays together.</param>
internal sealed class PushQueue<T>(int capacity)
{
    private const int FirstLength = 16;

    private readonly Lock _gate = new();
    private T[] _sent = [];              // filled by senders, up to the count; widened up to the capacity; under the gate
    private int _sentCount;              // under the gate
    private TaskCompletionSource? _room; // completed when there is room, or never will be; null when nobody waits for it; under the gate
    private bool _hasWaiting;            // is somebody waiting for room? Written under the gate
    private bool _isClosed;              // nothing more is accepted; under the gate
    private Exception? _error;           // why, when the source failed; under the gate
    private T[] _taken = [];             // the reader's
    private int _next;                   // its first tuple that was not read; the reader's
    private int _unread;                 // how many of it were not read; written by the reader

    /// <summary>How many tuples wait to be read. Any thread.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _sentCount + Volatile.Read(ref _unread);
        }
    }

    /// <summary>Is nothing accepted any more, and why, when that was said? Any thread.</summary>
    public bool IsClosed(out Exception? error)
    {
        lock (_gate)
        {
            error = _error;
            return _isClosed;
        }
    }

    /// <summary>Adds as many tuples, from the first, as there is room for; answers how many. Any thread.</summary>
    public int Add(ReadOnlySpan<T> tuples)
    {
        lock (_gate)
        {
            if (_isClosed) return 0;
            var added = Math.Min(tuples.Length, capacity - _sentCount - Volatile.Read(ref _unread));
            if (_sent.Length - _sentCount < added) Widen(_sentCount + added);
            tuples[..added].CopyTo(_sent.AsSpan(_sentCount));
            _sentCount += added;
            return added;
        }
    }

    /// <summary>Completes when there may be room, or when nothing is accepted any more. Any thread.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            _hasWaiting = true;
            Interlocked.MemoryBarrier(); // the reader either sees that somebody waits, or its reading is seen here
            if (_isClosed || _sentCount + Volatile.Read(ref _unread) < capacity) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Accepts nothing more. True at the first call, whose error counts. Any thread.</summary>
    public bool Close(Exception? error)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            (_isClosed, _error) = (true, error);
        }
        TellWaiting();
        return true;
    }

    /// <summary>Is nothing accepted any more, and all of it read? The reader's.</summary>
    public bool IsAtEnd(out Exception? error)
    {
        lock (_gate)
        {
            error = _error;
            return _isClosed && _sentCount == 0 && _unread == 0;
        }
    }

    /// <summary>The next tuples, at most so many; none when none waits. Valid until <see cref="Skip"/>. The reader's.</summary>
    public ReadOnlySpan<T> Peek(int most)
    {
        if (_unread == 0) ChangePlaces();
        return _taken.AsSpan(_next, Math.Min(_unread, most));
    }

    /// <summary>States that so many tuples were read. The reader's.</summary>
    public void Skip(int count)
    {
        Invariant.Require(count <= _unread, $"{count} of {_unread} tuples were read");
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) _taken.AsSpan(_next, count).Clear();
        _next += count;
        Volatile.Write(ref _unread, _unread - count);
        Interlocked.MemoryBarrier(); // see WaitForRoomAsync
        if (Volatile.Read(ref _hasWaiting)) TellWaiting();
    }

    private void ChangePlaces()
    {
        lock (_gate)
        {
            (_sent, _taken) = (_taken, _sent);
            if (_sent.Length < _taken.Length) _sent = new T[_taken.Length]; // so that senders find as much room as before
            Volatile.Write(ref _unread, _sentCount);
            (_next, _sentCount) = (0, 0);
        }
    }

    private void TellWaiting()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            (room, _room) = (_room, null);
            _hasWaiting = false;
        }
        room?.TrySetResult();
    }

    private void Widen(int needed) =>
        Array.Resize(ref _sent, Math.Min(capacity, Math.Max(needed, Math.Max(FirstLength, _sent.Length * 2))));
}
