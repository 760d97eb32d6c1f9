namespace LambdaSpeed.Tests.Simulation;

/// <summary>What readers are to be shown: the part of the log that is committed, and how far event time has come with it.</summary>
/// <param name="Numbers">The numbers that are committed.</param>
/// <param name="Watermark">The watermark behind them; null when there is none yet.</param>
/// <param name="IsAtEnd">Has everything come out that waits for calls and clocks?</param>
internal sealed record CheckedMoment(IReadOnlyCollection<long> Numbers, long? Watermark, bool IsAtEnd);
