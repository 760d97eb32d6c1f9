namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public readonly struct Plain(double x, double y)
{
    public double X { get; } = x;

    public double Y { get; } = y;
}
