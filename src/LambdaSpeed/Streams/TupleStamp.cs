namespace LambdaSpeed.Streams;

/// <summary>What travels beside a tuple when the plan asks for it: where it came from, and when it happened.</summary>
/// <param name="Position">The source position of the tuple that caused this one.</param>
/// <param name="EventTime">When the event happened, in ticks of 100 ns since 0001-01-01 UTC; 0 when the source gives no time.</param>
internal readonly record struct TupleStamp(LogPosition Position, long EventTime);
