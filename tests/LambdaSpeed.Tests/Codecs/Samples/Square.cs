namespace LambdaSpeed.Tests.Codecs;

public sealed record Square(int Side) : Shape(4);
