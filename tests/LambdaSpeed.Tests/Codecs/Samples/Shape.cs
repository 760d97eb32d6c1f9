namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public record Shape(int Sides);
