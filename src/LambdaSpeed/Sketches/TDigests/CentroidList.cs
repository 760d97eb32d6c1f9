namespace LambdaSpeed.Sketches.TDigests;

/// <summary>Means with the number of values they stand for; the room for one merging is kept for the next.</summary>
internal struct CentroidList
{
    private double[]? _means;        // the first Count are in use
    private long[]? _weights;        // by centroid
    private double[]? _otherMeans;   // what a merging writes into, before the two change places
    private long[]? _otherWeights;   // likewise

    public int Count { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public long Weight { get; private set; }

    public readonly double MeanAt(int index) => _means![index];

    public readonly long WeightAt(int index) => _weights![index];

    public readonly CentroidList Copy() => new()
    {
        _means = (double[]?)_means?.Clone(),
        _weights = (long[]?)_weights?.Clone(),
        Count = Count,
        Weight = Weight,
    };

    public void Append(double mean, long weight)
    {
        if (_means is null || Count == _means.Length)
        {
            var size = Math.Max(16, 2 * Count);
            Array.Resize(ref _means, size);
            Array.Resize(ref _weights, size);
        }

        _means[Count] = mean;
        _weights![Count++] = weight;
        Weight += weight;
    }

    /// <summary>The same in order of the means; of equal ones the one that came first stays first.</summary>
    public readonly CentroidList Sorted()
    {
        var list = this;
        var sorted = new CentroidList();
        foreach (var i in Enumerable.Range(0, Count).OrderBy(i => list._means![i])) sorted.Append(_means![i], _weights![i]);
        return sorted;
    }

    /// <summary>Takes in sorted values, of weight 1 each.</summary>
    public void MergeSorted(ReadOnlySpan<double> values, int k, int capacity, bool isReversed) =>
        Merge(values, [], values.Length, k, capacity, isReversed);

    /// <summary>Takes in other centroids, which are sorted.</summary>
    public void MergeSorted(in CentroidList other, int k, int capacity, bool isReversed) =>
        Merge(other._means.AsSpan(0, other.Count), other._weights.AsSpan(0, other.Count), other.Weight, k, capacity, isReversed);

    /// <summary>Goes through both in order, from either end, and joins what the scale function lets be one centroid.</summary>
    private void Merge(ReadOnlySpan<double> means, ReadOnlySpan<long> weights, long added, int k, int capacity, bool isReversed)
    {
        var merging = new Merging(this, means, weights, isReversed);
        Weight += added;
        var scale = new ScaleFunction(k, Weight);
        var room = Math.Max(capacity, Count + 1);
        if (_otherMeans is null || _otherMeans.Length < room) (_otherMeans, _otherWeights) = (new double[room], new long[room]);

        var count = 0;
        var before = 0.0; // the weight of all centroids before the last
        while (merging.TryNext(out var mean, out var weight))
        {
            ref var last = ref _otherWeights![Math.Max(0, count - 1)];
            if (merging.Taken > 2 && scale.CanJoin(before, last + (double)weight))
            {
                last += weight;
                _otherMeans[count - 1] = Joined(_otherMeans[count - 1], mean, weight, last);
                continue;
            }

            if (count > 0) before += last;
            if (count == _otherMeans.Length)
            {
                Array.Resize(ref _otherMeans, 2 * count);
                Array.Resize(ref _otherWeights, 2 * count);
            }

            _otherMeans[count] = mean;
            _otherWeights![count++] = weight;
        }

        if (isReversed)
        {
            _otherMeans.AsSpan(0, count).Reverse();
            _otherWeights.AsSpan(0, count).Reverse();
        }

        Count = count;
        (_means, _otherMeans) = (_otherMeans, _means);
        (_weights, _otherWeights) = (_otherWeights, _weights);
    }

    /// <summary>The mean of two centroids, of which the second has a part of the weight of both. The usual form is the one that
    /// DataSketches computes; it overflows for values near the ends of a double, where shares of the two are added.</summary>
    private static double Joined(double first, double second, long weight, long both)
    {
        var joined = first + ((second - first) * weight / both);
        if (double.IsFinite(joined)) return joined;

        var share = (double)weight / both;
        return Math.Clamp((first * (1 - share)) + (second * share), Math.Min(first, second), Math.Max(first, second));
    }

    /// <summary>Two sorted lists as one, from either end; of equal means the added one stands before the present one.</summary>
    private ref struct Merging
    {
        private readonly ReadOnlySpan<double> _present;
        private readonly ReadOnlySpan<long> _presentWeights;
        private readonly ReadOnlySpan<double> _added;
        private readonly ReadOnlySpan<long> _addedWeights; // empty when all are 1
        private readonly bool _isReversed;
        private int _takenPresent; // how many of the present ones have been taken
        private int _takenAdded;   // how many of the added ones have been taken

        public Merging(in CentroidList present, ReadOnlySpan<double> added, ReadOnlySpan<long> addedWeights, bool isReversed)
        {
            _present = present._means.AsSpan(0, present.Count);
            _presentWeights = present._weights.AsSpan(0, present.Count);
            _added = added;
            _addedWeights = addedWeights;
            _isReversed = isReversed;
        }

        public readonly int Taken => _takenPresent + _takenAdded;

        public bool TryNext(out double mean, out long weight)
        {
            int present = At(_takenPresent, _present.Length), added = At(_takenAdded, _added.Length);
            if (_takenPresent == _present.Length && _takenAdded == _added.Length)
            {
                (mean, weight) = (0, 0);
                return false;
            }

            var takesAdded = _takenPresent == _present.Length
                || (_takenAdded < _added.Length && (_isReversed ? _added[added] > _present[present] : _added[added] <= _present[present]));
            mean = takesAdded ? _added[added] : _present[present];
            weight = !takesAdded ? _presentWeights[present] : _addedWeights.IsEmpty ? 1 : _addedWeights[added];
            if (takesAdded) _takenAdded++;
            else _takenPresent++;
            return true;
        }

        private readonly int At(int taken, int count) => _isReversed ? count - 1 - taken : taken;
    }
}
