namespace LambdaSpeed.Sketches.Hll;

/// <summary>The estimate that depends on the registers alone, whatever order they came in.</summary>
/// <remarks>Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017: the improved raw estimator. It needs no
/// table of corrections, has no seam between small and large counts, and here takes no look at the registers. The bias of few registers
/// (Flajolet, Fusy, Gandouet and Meunier 2007) is taken off it in proportion to the registers that are in use, for the count of empty
/// ones has none.</remarks>
internal static class HllEstimate
{
    private const double Alpha = 0.7213475204444817; // 1 / (2 ln 2)
    private const double Bias = 1.079;               // times one over the number of registers, once all are in use

    /// <summary>The estimate from the exact sums that an array keeps.</summary>
    public static double Of(HllArray array)
    {
        var k = (double)(1 << array.LogK);
        var sum = array.LowSum + array.HighSum - array.EmptyCount + (k * Sigma(array.EmptyCount / k));
        var bias = Bias / k * (1 - (array.EmptyCount / k));
        return Alpha * k * k / sum / (1 + bias);
    }

    /// <summary>x + the sum of x^(2^i) 2^(i-1): what the empty registers tell.</summary>
    private static double Sigma(double x)
    {
        if (x == 1) return double.PositiveInfinity;

        double power = x, factor = 1, sum = x, before;
        do
        {
            power *= power;
            before = sum;
            sum += power * factor;
            factor += factor;
        }
        while (sum > before);
        return sum;
    }
}
