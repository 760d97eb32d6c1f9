namespace LambdaSpeed.Sketches.Theta;

/// <summary>Sets of ascending hashes below a bound.</summary>
internal static class SortedHashes
{
    public static long[] Union(ReadOnlySpan<long> left, ReadOnlySpan<long> right, long bound) =>
        Combine(left, right, bound, takesLeft: true, takesBoth: true, takesRight: true);

    public static long[] Intersection(ReadOnlySpan<long> left, ReadOnlySpan<long> right, long bound) =>
        Combine(left, right, bound, takesLeft: false, takesBoth: true, takesRight: false);

    public static long[] Difference(ReadOnlySpan<long> left, ReadOnlySpan<long> right, long bound) =>
        Combine(left, right, bound, takesLeft: true, takesBoth: false, takesRight: false);

    private static long[] Combine(
        ReadOnlySpan<long> left, ReadOnlySpan<long> right, long bound, bool takesLeft, bool takesBoth, bool takesRight)
    {
        var taken = new List<long>(takesRight ? left.Length + right.Length : left.Length);
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            var order = j == right.Length ? -1 : i == left.Length ? 1 : left[i].CompareTo(right[j]);
            var hash = order <= 0 ? left[i] : right[j];
            if (hash >= bound) break;

            if (order < 0 ? takesLeft : order > 0 ? takesRight : takesBoth) taken.Add(hash);
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        return [.. taken];
    }
}
