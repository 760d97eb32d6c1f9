namespace LambdaSpeed.Tests.Aggregation;

/// <summary>A page view, made from a small number so that values repeat, ties occur and the hard cases come often.</summary>
[GenerateCodec]
public sealed record Hit(string? Url, int Bytes, long Time, double Load, decimal Price, Weekday Day)
{
    private static readonly double[] Loads =
        [0, 1, -1, 0.1, 0.2, 0.3, 1e300, -1e300, 1e16, -1e16, double.Epsilon,
         -0.0, 3.5e-310, 1e-300, double.MaxValue, -double.MaxValue, Math.PI];

    private static readonly decimal[] Prices =
        [0m, 1m, -1m, 0.1m, 1.10m, 1e-28m, decimal.MaxValue, decimal.MinValue,
         123456789.987654321m, -0.3333333333333333333333333333m, 7e27m];

    public static Hit Of(int seed)
    {
        var random = new Random(seed % 40);
        return new(
            random.Next(8) is var url and > 0 ? $"/{(char)('a' + url)}" : null,
            random.Next(-5, 50),
            random.Next(6) == 0 ? long.MaxValue - random.Next(3) : random.Next(10),
            Loads[random.Next(Loads.Length)],
            Prices[random.Next(Prices.Length)],
            (Weekday)random.Next(3));
    }

    public static Hit[] Of(IEnumerable<int> seeds) => [.. seeds.Select(seed => Of(seed & int.MaxValue))];
}
