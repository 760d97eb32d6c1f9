namespace LambdaSpeed.Sketches.TDigests;

/// <summary>The line through the middles of the centroids, from the least value to the greatest; a centroid of weight 1 is a
/// step.</summary>
internal readonly struct DigestCurve(CentroidList centroids, double least, double greatest)
{
    private readonly CentroidList _centroids = centroids;

    public double ValueAt(double rank)
    {
        if (_centroids.Count == 1) return _centroids.MeanAt(0);

        var total = (double)_centroids.Weight;
        var wanted = rank * total;
        if (wanted < 1) return least;
        if (wanted > total - 1) return greatest;

        var last = _centroids.Count - 1;
        double firstWeight = _centroids.WeightAt(0), lastWeight = _centroids.WeightAt(last);
        if (firstWeight > 1 && wanted < firstWeight / 2)
        {
            return From(least, _centroids.MeanAt(0), (wanted - 1) / ((firstWeight / 2) - 1));
        }

        if (lastWeight > 2 && total - wanted <= lastWeight / 2)
        {
            return From(greatest, _centroids.MeanAt(last), (total - wanted - 1) / ((lastWeight / 2) - 1));
        }

        var soFar = firstWeight / 2;
        for (var i = 0; i < last; i++)
        {
            var step = (_centroids.WeightAt(i) + (double)_centroids.WeightAt(i + 1)) / 2;
            if (soFar + step > wanted) return Between(i, wanted - soFar, soFar + step - wanted);

            soFar += step;
        }

        return Math.Min(greatest, _centroids.MeanAt(last));
    }

    public double RankOf(double value)
    {
        if (value < least) return 0;
        if (value > greatest) return 1;
        if (_centroids.Count == 1 && _centroids.Weight == 1) return 0.5;

        var total = (double)_centroids.Weight;
        var last = _centroids.Count - 1;
        if (value < _centroids.MeanAt(0)) return TailRank(least, value, _centroids.MeanAt(0), _centroids.WeightAt(0)) / total;
        if (value > _centroids.MeanAt(last))
        {
            return 1 - (TailRank(greatest, value, _centroids.MeanAt(last), _centroids.WeightAt(last)) / total);
        }

        // the first and the last centroid around the value; all in between, if any, are equal to it
        int lower = FirstAtLeast(value), upper = FirstAbove(value);
        if (value < _centroids.MeanAt(lower)) lower--;
        if (upper > last || !(_centroids.MeanAt(upper - 1) < value)) upper--;

        var below = _centroids.WeightAt(lower) / 2.0;
        for (var i = 0; i < lower; i++) below += _centroids.WeightAt(i);
        var between = (_centroids.WeightAt(upper) - (double)_centroids.WeightAt(lower)) / 2;
        for (var i = lower; i < upper; i++) between += _centroids.WeightAt(i);
        double left = _centroids.MeanAt(lower), right = _centroids.MeanAt(upper);
        var share = left < right ? ShareOf(left, value, right) : 0.5;
        return (below + (between * share)) / total;
    }

    /// <summary>How many values are within a distance of the end, up to the middle of the outermost centroid.</summary>
    private static double TailRank(double end, double value, double mean, double weight) =>
        value == end ? 0.5 : Math.Max(0.5, 1 + (ShareOf(end, value, mean) * ((weight / 2) - 1)));

    /// <summary>What is a share of the way from one value to another; the way may be longer than a double is.</summary>
    private static double From(double start, double end, double share)
    {
        var way = end - start;
        return double.IsFinite(way) ? start + (share * way) : (start * (1 - share)) + (end * share);
    }

    /// <summary>Which share of the way from one value to another lies before a third; the reverse of <see cref="From"/>.</summary>
    private static double ShareOf(double start, double value, double end)
    {
        var way = end - start;
        return double.IsFinite(way) ? (value - start) / way : ((value / 2) - (start / 2)) / ((end / 2) - (start / 2));
    }

    private double Between(int left, double fromLeft, double toRight)
    {
        var (leftStep, rightStep) = (0.0, 0.0);
        if (_centroids.WeightAt(left) == 1)
        {
            if (fromLeft < 0.5) return _centroids.MeanAt(left);
            leftStep = 0.5;
        }

        if (_centroids.WeightAt(left + 1) == 1)
        {
            if (toRight <= 0.5) return _centroids.MeanAt(left + 1);
            rightStep = 0.5;
        }

        double a = fromLeft - leftStep, b = toRight - rightStep;
        double x = _centroids.MeanAt(left), y = _centroids.MeanAt(left + 1);
        var between = ((x * b) + (y * a)) / (a + b);
        return Math.Clamp(double.IsFinite(between) ? between : From(x, y, a / (a + b)), x, y);
    }

    private int FirstAtLeast(double value) => Search(value, isAbove: false);

    private int FirstAbove(double value) => Search(value, isAbove: true);

    private int Search(double value, bool isAbove)
    {
        int low = 0, high = _centroids.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var mean = _centroids.MeanAt(middle);
            if (isAbove ? mean > value : mean >= value) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
