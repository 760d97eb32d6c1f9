namespace LambdaSpeed.Tests.Views;

/// <summary>A key that cannot be compared.</summary>
[GenerateCodec]
internal sealed record Unordered(string Text);
