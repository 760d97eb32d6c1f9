namespace LambdaSpeed.Logs;

/// <summary>Where a record was put.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Generation">How often records had been withdrawn until then: an offset means a record only within its
/// generation.</param>
internal readonly record struct AppendedRecord(long Offset, int Generation);
