namespace LambdaSpeed.Sketches.Hll;

/// <summary>How many distinct items so many distinct coupons stand for: a little more, since two items may share a coupon.</summary>
/// <remarks>The points are the ones that Apache DataSketches interpolates between; they begin the sum that an HLL array goes on with,
/// and are written with it, so other points would be other bytes.</remarks>
internal static class CouponEstimate
{
    private static readonly double[] Coupons = [0, 1, 20, 400, 8_000, 160_000, 300_000, 600_000];

    private static readonly double[] Items =
        [0, 1, 20.0000009437402611, 400.0003963713384110, 8000.1589294602090376, 160063.6067763759638183, 300223.7071597663452849,
            600895.5933856170158833];

    /// <summary>The estimate, by the cubic curve through the four points around the count.</summary>
    public static double Of(int count)
    {
        var left = Coupons.Length - 2;
        while (left > 0 && Coupons[left] > count) left--;

        var from = left == 0 ? 0 : left == Coupons.Length - 2 ? left - 2 : left - 1;
        return Math.Max(Cubic(Coupons.AsSpan(from, 4), Items.AsSpan(from, 4), count), count);
    }

    /// <summary>Lagrange's formula; the order of the operations is part of the result's last bits.</summary>
    private static double Cubic(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double at)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            double above = 1, below = 1;
            for (var j = 0; j < x.Length; j++)
            {
                if (j == i) continue;

                above *= at - x[j];
                below *= x[i] - x[j];
            }

            sum += y[i] * above / below;
        }

        return sum;
    }
}
