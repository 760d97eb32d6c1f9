namespace LambdaSpeed.Tests.Codecs;

public static class Outer
{
    [GenerateCodec]
    internal sealed record Inner(bool Flag);
}
