using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>A tuple that an async bolt holds: from when it was read until its results are handed on. Used again for others.</summary>
/// <remarks>Touched only by the owning task's step.</remarks>
internal sealed class HeldTuple<TIn, TOut>
{
    public HeldTuple() => Place = new(this);

    public TIn Tuple { get; set; } = default!;

    /// <summary>What travels beside it.</summary>
    public TupleStamp Stamp { get; set; }

    /// <summary>Which tuple of the task it is.</summary>
    public long Ordinal { get; set; }

    /// <summary>The watermark that it came behind; no later one passes before the tuple is done with.</summary>
    public long Watermark { get; set; }

    /// <summary>The hash of its key, where there is one.</summary>
    public uint Key { get; set; }

    /// <summary>How often a call for it has failed.</summary>
    public int Failures { get; set; }

    /// <summary>The call that has completed, with its results; null before, and after a failure.</summary>
    public AsyncCall<TIn, TOut>? Completed { get; set; }

    /// <summary>What the last call failed with, when there is to be no other.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Will there be no other call?</summary>
    public bool IsFinished => Completed is not null || Failure is not null;

    /// <summary>Its place among those held, in the order in which they came.</summary>
    public LinkedListNode<HeldTuple<TIn, TOut>> Place { get; }

    /// <summary>The next tuple of its key.</summary>
    public HeldTuple<TIn, TOut>? NextOfKey { get; set; }
}
