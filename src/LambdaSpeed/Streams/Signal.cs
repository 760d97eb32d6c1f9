namespace LambdaSpeed.Streams;

/// <summary>An in-band mark of a stream: a barrier, a watermark, or its end.</summary>
/// <param name="Kind">Which mark.</param>
/// <param name="Value">The epoch's number, or the <see cref="Streams.Watermark"/>; else 0.</param>
internal readonly record struct Signal(SignalKind Kind, long Value)
{
    public static readonly Signal End = new(SignalKind.End, 0);

    public static readonly Signal Stop = new(SignalKind.Stop, 0);

    /// <summary>Does nothing follow this signal?</summary>
    public bool IsLast => Kind is SignalKind.End or SignalKind.Stop;

    /// <summary>Event time has come so far.</summary>
    public static Signal OfWatermark(long watermark) => new(SignalKind.Watermark, watermark);

    public static Signal Barrier(EpochId epoch) => new(SignalKind.Barrier, epoch.Number);
}
