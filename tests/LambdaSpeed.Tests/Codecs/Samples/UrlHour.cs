namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public readonly record struct UrlHour(string Url, int Hour);
