namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public sealed class Settings
{
    public required string Name { get; init; }

    public decimal Limit { get; set; }

#pragma warning disable CA1051 // fields are encoded as well
    public Guid Id;
#pragma warning restore CA1051
}
