using System.Collections.Concurrent;
using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>The part of a view that one task owns, and the reads that wait for that task.</summary>
internal sealed class ViewPartition<TKey, TAccumulator>(VersionedTable<TKey, TAccumulator> table)
{
    private readonly ConcurrentQueue<OwnerRead> _reads = new();
    private Action? _wakeOwner;  // set once, when the owner is built
    private bool _hasOwner;      // false before the owner runs and after it has ended
    private bool _hasReads;      // may be true with an empty queue, never false with a waiting read

    public VersionedTable<TKey, TAccumulator> Table => table;

    /// <summary>Does a read wait for the owner? Cheap; looked at in each step.</summary>
    public bool HasReads => Volatile.Read(ref _hasReads);

    public void Attach(Action wakeOwner)
    {
        Invariant.Require(_wakeOwner is null, $"a view partition was given a second owner");
        _wakeOwner = wakeOwner;
        Volatile.Write(ref _hasOwner, true);
    }

    /// <summary>The owner has ended: from now on readers help themselves.</summary>
    public void Detach()
    {
        Volatile.Write(ref _hasOwner, false);
        Interlocked.MemoryBarrier(); // a reader either sees that, or has queued before the queue is emptied
        AnswerReads();
    }

    /// <summary>Has the owner run a read at the start of its next step; runs it here when there is no owner any more.</summary>
    public T ReadByOwner<T>(Func<VersionedTable<TKey, TAccumulator>, T> read)
    {
        if (!Volatile.Read(ref _hasOwner)) return read(table);

        using var answered = new ManualResetEventSlim(false, spinCount: 100);
        T result = default!;
        Exception? failure = null;
        _reads.Enqueue(new OwnerRead(() =>
        {
            try
            {
                result = read(table);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception; // the reader's affair, not the owner's
            }
            answered.Set();
        }));
        Volatile.Write(ref _hasReads, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _hasOwner)) _wakeOwner!();
        else AnswerReads();
        answered.Wait();
        return failure is null ? result : throw failure;
    }

    /// <summary>Runs the reads that wait. Called by the owner; or by anybody once there is no owner.</summary>
    public void AnswerReads()
    {
        Volatile.Write(ref _hasReads, false);
        Interlocked.MemoryBarrier();
        while (_reads.TryDequeue(out var read)) read.Run();
    }

    private sealed record OwnerRead(Action Run);
}
