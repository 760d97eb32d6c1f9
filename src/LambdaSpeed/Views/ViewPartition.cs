using System.Collections.Concurrent;
using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>The part of a view that one task owns, and the reads that wait for that task.</summary>
/// <param name="table">The table of the open slice.</param>
/// <param name="keys">Those of its keys that are in memory; null for a view that always has all of them there.</param>
internal sealed class ViewPartition<TKey, TAccumulator>(VersionedTable<TKey, TAccumulator> table, IResidentKeys<TKey>? keys = null)
{
    private readonly ConcurrentQueue<OwnerRead> _reads = new();
    private volatile NextSlice? _next; // after which epoch the owner goes on with which table; set before that epoch's barrier
    private readonly List<VersionedTable<TKey, TAccumulator>> _cooling = []; // ended, and perhaps read as of earlier epochs; the owner's
    private Action? _wakeOwner;  // set once, when the owner is built
    private bool _hasOwner;      // false before the owner runs and after it has ended
    private bool _hasReads;      // may be true with an empty queue, never false with a waiting read

    /// <summary>The table of the open slice. Owner only.</summary>
    public VersionedTable<TKey, TAccumulator> Table { get; private set; } = table;

    /// <summary>Its keys that are in memory; null when all always are. Owner only.</summary>
    public IResidentKeys<TKey>? Keys => keys;

    /// <summary>Does a read wait for the owner? Cheap; looked at in each step.</summary>
    public bool HasReads => Volatile.Read(ref _hasReads);

    public void Attach(Action wakeOwner)
    {
        Invariant.Require(_wakeOwner is null, $"a view partition was given a second owner");
        _wakeOwner = wakeOwner;
        Volatile.Write(ref _hasOwner, true);
    }

    /// <summary>Has the owner go on with another table after an epoch. Before the epoch's barrier is sent; any thread.</summary>
    public void EndSlice(EpochId end, VersionedTable<TKey, TAccumulator> next) => _next = new(end, next);

    /// <summary>Seals an epoch; true when a slice ended with it, so that <see cref="Table"/> is another one now. Owner only.</summary>
    public bool Seal(EpochId epoch, EpochId oldestNeeded)
    {
        for (var i = _cooling.Count - 1; i >= 0; i--)
        {
            if (_cooling[i].TryCool(oldestNeeded)) _cooling.RemoveAt(i);
        }
        if (_next is not { } next || next.End != epoch)
        {
            Table.Seal(epoch.Next, oldestNeeded);
            return false;
        }
        Table.Freeze(epoch.Next);
        _cooling.Add(Table);
        (Table, _next) = (next.Table, null);
        return true;
    }

    /// <summary>The owner has ended: from now on readers help themselves.</summary>
    public void Detach()
    {
        Volatile.Write(ref _hasOwner, false);
        Interlocked.MemoryBarrier(); // a reader either sees that, or has queued before the queue is emptied
        AnswerReads();
    }

    /// <summary>Has the owner run a read at the start of its next step; runs it here when there is no owner any more.</summary>
    public T ReadByOwner<T>(Func<T> read)
    {
        if (!Volatile.Read(ref _hasOwner)) return read();

        using var answered = new ManualResetEventSlim(false, spinCount: 100);
        T result = default!;
        Exception? failure = null;
        Ask(() =>
        {
            try
            {
                result = read();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception; // the reader's affair, not the owner's
            }
            answered.Set();
        });
        answered.Wait();
        return failure is null ? result : throw failure;
    }

    /// <summary>The same for a caller that does not wait on its thread.</summary>
    public Task<T> ReadByOwnerAsync<T>(Func<T> read)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Volatile.Read(ref _hasOwner)) Ask(Answer);
        else Answer();
        return answer.Task;

        void Answer()
        {
            try
            {
                answer.SetResult(read());
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                answer.SetException(exception); // the reader's affair, not the owner's
            }
        }
    }

    /// <summary>Runs the reads that wait. Called by the owner; or by anybody once there is no owner.</summary>
    public void AnswerReads()
    {
        Volatile.Write(ref _hasReads, false);
        Interlocked.MemoryBarrier();
        while (_reads.TryDequeue(out var read)) read.Run();
    }

    private void Ask(Action read)
    {
        _reads.Enqueue(new OwnerRead(read));
        Volatile.Write(ref _hasReads, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _hasOwner)) _wakeOwner!();
        else AnswerReads();
    }

    private sealed record OwnerRead(Action Run);

    private sealed record NextSlice(EpochId End, VersionedTable<TKey, TAccumulator> Table);
}
