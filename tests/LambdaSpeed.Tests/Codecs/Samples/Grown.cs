namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public sealed record Grown(int Old, [CodecMember(Since = 2)] string Added = "none")
{
    [CodecMember(Since = 3)]
    public long Later { get; init; }
}
