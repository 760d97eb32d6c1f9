using System.Runtime.CompilerServices;

namespace LambdaSpeed.Kafka;

/// <summary>Decoded messages between the polling thread and the task; bounded.</summary>
/// <remarks>The polling thread fills one array under a lock, some messages at a time, and waits while it is full; the task empties another
/// one without a lock; when that is empty the two change places.</remarks>
/// <param name="length">How long each of the two is.</param>
internal sealed class KafkaQueue<T>(int length) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _hasRoom = new(true);
    private KafkaEntry<T>[] _arrived = new KafkaEntry<T>[length]; // under the gate
    private int _arrivedCount; // under the gate
    private bool _isIdle;      // whether the task waits to be woken; under the gate
    private KafkaEntry<T>[] _taken = new KafkaEntry<T>[length]; // the task's
    private int _next;         // its first entry that was not emitted; the task's
    private int _unread;       // how many of it were not emitted; the task's

    /// <summary>Adds messages; waits while there is no room. The polling thread.</summary>
    /// <param name="entries">The messages.</param>
    /// <param name="wake">Wakes the task.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up; some of the messages may have been added.</exception>
    public void Add(ReadOnlySpan<KafkaEntry<T>> entries, Action wake, CancellationToken stop)
    {
        while (!entries.IsEmpty)
        {
            _hasRoom.Wait(stop);
            bool mustWake;
            lock (_gate)
            {
                var count = Math.Min(entries.Length, length - _arrivedCount);
                entries[..count].CopyTo(_arrived.AsSpan(_arrivedCount));
                entries = entries[count..];
                _arrivedCount += count;
                if (_arrivedCount == length) _hasRoom.Reset();
                mustWake = _isIdle;
                _isIdle = false;
            }
            if (mustWake) wake();
        }
    }

    /// <summary>The next messages, at most so many; valid until <see cref="Skip"/>. The task's.</summary>
    public ReadOnlySpan<KafkaEntry<T>> Peek(int most)
    {
        if (_unread == 0) ChangePlaces();
        return _taken.AsSpan(_next, Math.Min(_unread, most));
    }

    /// <summary>States that so many messages were emitted. The task's.</summary>
    public void Skip(int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<KafkaEntry<T>>()) _taken.AsSpan(_next, count).Clear();
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

    public void Dispose() => _hasRoom.Dispose();

    private void ChangePlaces()
    {
        lock (_gate)
        {
            (_arrived, _taken) = (_taken, _arrived);
            (_next, _unread, _arrivedCount) = (0, _arrivedCount, 0);
            _hasRoom.Set();
        }
    }
}
