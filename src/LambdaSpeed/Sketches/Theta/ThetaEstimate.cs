namespace LambdaSpeed.Sketches.Theta;

/// <summary>What can be said of a number of items from how many of their hashes are below theta.</summary>
internal static class ThetaEstimate
{
    private const double All = 9223372036854775808.0; // 2^63: what theta is a share of

    public static double ShareOf(long theta) => theta / All;

    public static double Of(int retained, long theta) => retained / ShareOf(theta);

    /// <summary>The end of the interval of those counts for which so many hashes below theta are within some deviations.</summary>
    /// <remarks>The count of hashes is binomial; solved for the number of items (Wilson's score interval).</remarks>
    public static double Bound(int retained, long theta, int deviations)
    {
        if (theta == long.MaxValue) return retained;

        var share = ShareOf(theta);
        double rest = 1 - share, z = deviations;
        var middle = (2 * retained) + (z * z * rest);
        var width = z * Math.Sqrt((z * z * rest * rest) + (4 * retained * rest));
        return Math.Max(retained, (middle + (Math.Sign(z) * Math.Abs(width))) / (2 * share));
    }
}
