using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>What waits for its time, the earliest first: an index in memory over a durable table, made anew from it at each
/// start.</summary>
/// <remarks>A heap: O(log n) for each thing. What is given up stays in the heap until its time has come, or until the larger half of the
/// heap
/// is such: then the heap is made anew, so that memory follows what waits, however often it is put off.</remarks>
/// <param name="isWaiting">Does the table still hold the thing, with this time?</param>
[DebuggerDisplay("{_heap.Count} in the heap")]
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue.")]
internal sealed class DueQueue<TKey>(Func<Due<TKey>, bool> isWaiting)
{
    private const int Slack = 64; // given-up things that are not worth a new heap

    private readonly PriorityQueue<Due<TKey>, long> _heap = new();

    /// <summary>How many things are in the heap, those included that were given up.</summary>
    public int Count => _heap.Count;

    /// <summary>When the first thing is due; the largest number when there is none. Too early when that thing was given up.</summary>
    public long Earliest => _heap.TryPeek(out _, out var due) ? due : long.MaxValue;

    /// <summary>When the last thing is due; 0 when there is none. Looks at each.</summary>
    public long Latest
    {
        get
        {
            var latest = 0L;
            foreach (var (due, time) in _heap.UnorderedItems)
            {
                if (time > latest && isWaiting(due)) latest = time;
            }
            return latest;
        }
    }

    public void Add(in Due<TKey> due) => _heap.Enqueue(due, due.Time);

    /// <summary>Finds the first thing, if it is due.</summary>
    public bool TryPeek(long until, out Due<TKey> due)
    {
        while (_heap.TryPeek(out due, out var time) && time <= until)
        {
            if (isWaiting(due)) return true;
            _heap.Dequeue();
        }
        return false;
    }

    /// <summary>Removes the first thing, which <see cref="TryPeek"/> has found.</summary>
    public void Remove(in Due<TKey> first) =>
        Invariant.Require(_heap.TryDequeue(out var found, out _) && found == first, $"another thing is due than that which was found");

    /// <summary>Is most of the heap given up, when so many things wait in truth?</summary>
    public bool IsStale(int waiting) => _heap.Count > (2 * waiting) + Slack;

    /// <summary>Empties the heap, to be filled again.</summary>
    public void Clear()
    {
        _heap.Clear();
        _heap.TrimExcess();
    }
}
