using System.Diagnostics;
using LambdaSpeed.Invariants;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>Decides for which of the tuples that an async bolt holds the next call is made, and whose results are handed on next.</summary>
/// <remarks>Pure: no clock, no call. Touched only by the owning task's step. Calls for tuples of one key are made one after
/// the other; a tuple without a key waits for no other.</remarks>
/// <param name="isInOrder">Are results handed on in the order of the tuples?</param>
[DebuggerDisplay("{Count} held, {_ready.Count} ready")]
internal sealed class HeldTuples<TIn, TOut>(bool isInOrder)
{
    private readonly Queue<HeldTuple<TIn, TOut>> _ready = new();    // a call may be made for these
    private readonly Queue<HeldTuple<TIn, TOut>> _finished = new(); // may be handed on, when the order of the input does not count
    private readonly Dictionary<uint, HeldTuple<TIn, TOut>> _lastOfKey = []; // the tuple that came last, by the hash of its key
    private readonly LinkedList<HeldTuple<TIn, TOut>> _held = new(); // in the order in which they came
    private readonly Stack<HeldTuple<TIn, TOut>> _free = new();      // those not in use

    public int Count => _held.Count;

    /// <summary>The tuple that came first of those that are held; null when there is none.</summary>
    public HeldTuple<TIn, TOut>? Oldest => _held.First?.Value;

    /// <summary>May a call be made?</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>The tuple that is to be handed on next; null while there is none.</summary>
    public HeldTuple<TIn, TOut>? Next => isInOrder
        ? Oldest is { IsFinished: true } oldest ? oldest : null
        : _finished.TryPeek(out var finished) ? finished : null;

    /// <summary>Takes in a tuple, behind all others.</summary>
    /// <param name="tuple">The tuple.</param>
    /// <param name="stamp">What travels beside it.</param>
    /// <param name="ordinal">Which tuple of the task it is.</param>
    /// <param name="watermark">The watermark that it came behind.</param>
    /// <param name="key">The hash of its key; 0 when it has none.</param>
    /// <param name="failure">Why no call can be made for it; null when one can.</param>
    public void Admit(TIn tuple, in TupleStamp stamp, long ordinal, long watermark, uint key, Exception? failure)
    {
        if (!_free.TryPop(out var held)) held = new();
        (held.Tuple, held.Stamp, held.Ordinal, held.Watermark, held.Key) = (tuple, stamp, ordinal, watermark, key);
        _held.AddLast(held.Place);

        held.Failure = failure;
        if (failure is not null) Finish(held);
        else if (key == 0) _ready.Enqueue(held);
        else
        {
            if (_lastOfKey.TryGetValue(key, out var last)) last.NextOfKey = held;
            else _ready.Enqueue(held);
            _lastOfKey[key] = held;
        }
    }

    /// <summary>A call is to be made for this tuple: the first that is ready.</summary>
    public HeldTuple<TIn, TOut> TakeReady() => _ready.Dequeue();

    /// <summary>A call may be made again, for one that has failed.</summary>
    public void MakeReady(HeldTuple<TIn, TOut> held) => _ready.Enqueue(held);

    /// <summary>There will be no other call for the tuple.</summary>
    public void Finish(HeldTuple<TIn, TOut> held)
    {
        Invariant.Require(held.IsFinished, $"tuple {held.Ordinal} is neither completed nor failed");
        if (!isInOrder) _finished.Enqueue(held);
    }

    /// <summary>Lets go of <see cref="Next"/>, which was handed on; the next tuple of its key is ready.</summary>
    public void RemoveNext()
    {
        var held = Next!;
        if (!isInOrder) _finished.Dequeue();
        if (held.Key != 0)
        {
            if (held.NextOfKey is { } next) _ready.Enqueue(next);
            else _lastOfKey.Remove(held.Key);
        }
        _held.Remove(held.Place);
        Free(held);
    }

    /// <summary>All tuples that are held, in the order in which they came.</summary>
    public KeptTuple<TIn>[] ToKept()
    {
        if (Count == 0) return [];

        var kept = new KeptTuple<TIn>[Count];
        var i = 0;
        foreach (var held in _held) kept[i++] = new(held.Tuple, held.Stamp);
        return kept;
    }

    private void Free(HeldTuple<TIn, TOut> held)
    {
        held.Tuple = default!;
        (held.Completed, held.Failure, held.Failures, held.NextOfKey) = (null, null, 0, null);
        _free.Push(held);
    }
}
