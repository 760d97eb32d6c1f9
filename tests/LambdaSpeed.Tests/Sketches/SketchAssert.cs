using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Says in which vector something is wrong, and where.</summary>
internal static class SketchAssert
{
    public static void Same(SketchVector expected, ReadOnlySpan<byte> actual)
    {
        if (actual.SequenceEqual(expected.Bytes)) return;

        var at = actual.CommonPrefixLength(expected.Bytes);
        Assert.Fail($"{expected.Name}: {actual.Length} bytes instead of {expected.Bytes.Length}, and other ones from byte {at} on");
    }

    /// <summary>Within so many standard deviations in all of the trials, and as good as promised on the whole.</summary>
    public static void WithinDeviations(IReadOnlyList<double> errors, double deviation, double most = 4.5)
    {
        Assert.All(errors, error => Assert.True(Math.Abs(error) <= most * deviation, $"an error of {error}, deviation {deviation}"));
        var root = Math.Sqrt(errors.Average(error => error * error));
        Assert.True(root <= 1.25 * deviation, $"root mean square {root} over {errors.Count} streams, promised {deviation}");
    }
}
