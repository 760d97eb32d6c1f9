using System.Collections.Immutable;

namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec]
public sealed record Visit(UrlHour At, string? Referrer, Colour Colour, int? Status, List<string> Tags, ImmutableArray<long> Times)
{
    public Dictionary<string, double> Scores { get; init; } = [];

    public int TagCount => Tags?.Count ?? 0;
}
