namespace LambdaSpeed.Sketches;

/// <summary>Finds the value that stands at an index once values are sorted, without sorting them (Hoare 1961).</summary>
internal static class QuickSelect
{
    /// <summary>The value at an index of the sorted order; afterwards the lesser ones stand before it.</summary>
    public static long Of(Span<long> values, int index)
    {
        int low = 0, high = values.Length - 1;
        while (high > low)
        {
            var pivot = MedianOf(values[low], values[low + ((high - low) >> 1)], values[high]);
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] < pivot) left++;
                while (values[right] > pivot) right--;
                if (left > right) break;

                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (index <= right) high = right;
            else if (index >= left) low = left;
            else break;
        }

        return values[index];
    }

    private static long MedianOf(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
