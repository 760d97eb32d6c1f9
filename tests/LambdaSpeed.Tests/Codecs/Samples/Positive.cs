namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public sealed record Positive
{
    public Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    public int Value { get; }
}
