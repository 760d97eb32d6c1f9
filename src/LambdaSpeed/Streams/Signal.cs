namespace LambdaSpeed.Streams;

/// <summary>An in-band mark of a stream: a barrier or its end. (A watermark will be one more kind.)</summary>
/// <param name="Kind">Which mark.</param>
/// <param name="Value">The epoch's number; else 0.</param>
internal readonly record struct Signal(SignalKind Kind, long Value)
{
    public static readonly Signal End = new(SignalKind.End, 0);

    public static readonly Signal Stop = new(SignalKind.Stop, 0);

    /// <summary>Does nothing follow this signal?</summary>
    public bool IsLast => Kind is SignalKind.End or SignalKind.Stop;

    public static Signal Barrier(EpochId epoch) => new(SignalKind.Barrier, epoch.Number);
}
