namespace LambdaSpeed.Streams;

/// <summary>What travels in the stream between tuples, in order with them.</summary>
internal enum SignalKind : byte
{
    /// <summary>Nothing: a chunk of tuples alone.</summary>
    None,

    /// <summary>An <see cref="EpochId"/> ends here: all tuples before belong to it, none after.</summary>
    Barrier,

    /// <summary>Event time has come so far: no tuple before is expected any more. Passes through the stages of a task; between tasks it
    /// travels as part of each message.</summary>
    Watermark,

    /// <summary>The input is at its true end (or is treated so by a drain): windows close, nothing follows.</summary>
    End,

    /// <summary>The run stops here and may go on later: nothing follows, but nothing is final.</summary>
    Stop,
}
