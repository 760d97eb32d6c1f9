namespace LambdaSpeed.Streams;

/// <summary>What travels beside a tuple when the plan asks for it: where it came from, and when it happened.</summary>
/// <param name="Position">The source position of the tuple that caused this one.</param>
/// <param name="EventTime">When the event happened, in ticks of 100 ns since 0001-01-01 UTC; 0 when nobody has said.</param>
/// <param name="Watermark">The watermark that its event time came behind, in the same ticks: whether the tuple is late is a matter of the
/// tuple, not of when and in which chunk it arrives; 0 when there was none.</param>
internal readonly record struct TupleStamp(LogPosition Position, long EventTime = 0, long Watermark = 0);
