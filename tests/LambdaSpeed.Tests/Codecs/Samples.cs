using System.Collections.Immutable;
using LambdaSpeed;
using LambdaSpeed.Tests.Codecs;

[assembly: GenerateCodec(typeof((string, int)))]
[assembly: GenerateCodec(typeof(Pair<string, long>))]
[assembly: GenerateCodec(typeof(Version))]
[assembly: GenerateCodec(typeof(List<UrlHour>))]

namespace LambdaSpeed.Tests.Codecs;

/// <summary>The types that the tests have codecs generated for.</summary>
[GenerateCodec]
public readonly record struct UrlHour(string Url, int Hour);

public enum Colour : byte
{
    Red = 1,
    Green = 200,
}

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

[GenerateCodec]
public sealed record Visit(UrlHour At, string? Referrer, Colour Colour, int? Status, List<string> Tags, ImmutableArray<long> Times)
{
    public Dictionary<string, double> Scores { get; init; } = [];

    public int TagCount => Tags?.Count ?? 0;
}

[GenerateCodec]
public sealed class Settings
{
    public required string Name { get; init; }

    public decimal Limit { get; set; }

#pragma warning disable CA1051 // fields are encoded as well
    public Guid Id;
#pragma warning restore CA1051
}

[GenerateCodec]
public sealed record Grown(int Old, [CodecMember(Since = 2)] string Added = "none")
{
    [CodecMember(Since = 3)]
    public long Later { get; init; }
}

[GenerateCodec]
public record Shape(int Sides);

public sealed record Square(int Side) : Shape(4);

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

[GenerateCodec]
public readonly struct Plain(double x, double y)
{
    public double X { get; } = x;

    public double Y { get; } = y;
}

[GenerateCodec(IsKey = true)]
public sealed class OwnEquality(int id) : IEquatable<OwnEquality>
{
    public int Id { get; } = id;

    public bool Equals(OwnEquality? other) => other?.Id == Id;

    public override bool Equals(object? obj) => Equals(obj as OwnEquality);

    public override int GetHashCode() => Id;
}

public static class Outer
{
    [GenerateCodec]
    internal sealed record Inner(bool Flag);
}
