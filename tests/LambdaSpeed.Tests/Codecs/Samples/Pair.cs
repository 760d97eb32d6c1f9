namespace LambdaSpeed.Tests.Codecs;

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);
