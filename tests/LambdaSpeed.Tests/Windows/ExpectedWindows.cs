namespace LambdaSpeed.Tests.Windows;

/// <summary>What windows must hold.</summary>
/// <param name="Sums">Key, start, end and sum of each window, in order.</param>
/// <param name="Late">How many events are in none.</param>
internal sealed record ExpectedWindows(IReadOnlyList<(int Key, long Start, long End, long Sum)> Sums, int Late)
{
    public static ExpectedWindows Of(IEnumerable<(int Key, long Start, long End, long Sum)> sums, int late) => new([.. sums.Order()], late);
}
