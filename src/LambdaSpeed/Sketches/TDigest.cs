using LambdaSpeed.Sketches.TDigests;

namespace LambdaSpeed.Sketches;

/// <summary>A t-digest: which value stands at a rank of a stream, most exactly at its two ends, in some kilobytes.</summary>
/// <remarks>
/// <para>Keeps at most 2k + 10 centroids, small ones near both ends, so the error of a rank q falls with q (1 - q): at k = 100 it is in
/// practice below half a percent at the median and below 0.01 % at the 99.9th percentile. There is no proven bound; where one is needed,
/// take <see cref="KllSketch{TItem}"/>. The error of a digest that is merged of many may be half as much again in the middle.</para>
/// <para>Bytes are those of Apache DataSketches; since nothing in it is a matter of chance, the same values in the same order give byte
/// for byte what its Java and C++ libraries write. The two forms of the reference implementation (Dunning) are read, too. Adding
/// allocates nothing once the buffer has its full size.</para>
/// <para>Algorithm: Dunning and Ertl, "Computing extremely accurate quantiles using t-digests", 2019, the merging variant.</para>
/// </remarks>
public sealed partial class TDigest : ISketch<TDigest>
{
    /// <summary>The usual k.</summary>
    public const int DefaultK = 200;

    /// <summary>The least k.</summary>
    public const int MinK = 10;

    /// <summary>The greatest k.</summary>
    public const int MaxK = 65535;

    private const int BufferedPerCentroid = 4;
    private const int FirstRoom = 16;

    private CentroidList _centroids;         // sorted by mean
    private double[] _buffer = [];           // values that are in no centroid yet
    private int _bufferedCount;              // how many there are
    private double _least = double.PositiveInfinity;       // of all values added
    private double _greatest = double.NegativeInfinity;    // of all values added
    private bool _isNextReversed;            // whether the next merging goes from the greatest down; it alternates

    /// <summary>Creates an empty digest.</summary>
    /// <param name="k">How much is kept, 10 to 65535.</param>
    public TDigest(int k = DefaultK)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, MinK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, MaxK);

        K = k;
    }

    private TDigest(TDigest original)
    {
        K = original.K;
        _centroids = original._centroids.Copy();
        _buffer = (double[])original._buffer.Clone();
        _bufferedCount = original._bufferedCount;
        _least = original._least;
        _greatest = original._greatest;
        _isNextReversed = original._isNextReversed;
    }

    /// <summary>How much is kept.</summary>
    public int K { get; }

    /// <summary>The number of values added.</summary>
    public long Count => _centroids.Weight + _bufferedCount;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The least value, exactly.</summary>
    /// <exception cref="InvalidOperationException">The digest is empty.</exception>
    public double Min => IsEmpty ? throw Nothing() : _least;

    /// <summary>The greatest value, exactly.</summary>
    /// <exception cref="InvalidOperationException">The digest is empty.</exception>
    public double Max => IsEmpty ? throw Nothing() : _greatest;

    private int CentroidCapacity => (2 * K) + (K < 30 ? 30 : 10);

    /// <summary>Adds a value; NaN and infinities are ignored.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        if (!double.IsFinite(value)) return;

        if (_bufferedCount == _buffer.Length) MakeRoom();
        _buffer[_bufferedCount++] = value;
        _least = Math.Min(_least, value);
        _greatest = Math.Max(_greatest, value);
    }

    /// <summary>Puts the values that are buffered into centroids. Asking does so on a copy; do it before asking much.</summary>
    public void Compress()
    {
        if (_bufferedCount == 0) return;

        var values = _buffer.AsSpan(0, _bufferedCount);
        values.Sort();
        _centroids.MergeSorted(values, K, CentroidCapacity, _isNextReversed);
        EndMerging();
    }

    /// <inheritdoc/>
    public void Merge(TDigest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty) return;

        var added = new CentroidList();
        for (var i = 0; i < _bufferedCount; i++) added.Append(_buffer[i], 1);
        for (var i = 0; i < other._bufferedCount; i++) added.Append(other._buffer[i], 1);
        for (var i = 0; i < other._centroids.Count; i++) added.Append(other._centroids.MeanAt(i), other._centroids.WeightAt(i));
        _least = Math.Min(_least, other._least);
        _greatest = Math.Max(_greatest, other._greatest);
        _centroids.MergeSorted(added.Sorted(), K, CentroidCapacity, _isNextReversed);
        EndMerging();
    }

    /// <inheritdoc/>
    public TDigest Copy() => new(this);

    /// <summary>The value at a rank: 0.5 for the median, 0.999 for the 99.9th percentile.</summary>
    /// <param name="rank">The rank, as a share of the values, 0 to 1.</param>
    /// <exception cref="InvalidOperationException">The digest is empty.</exception>
    public double ValueAt(double rank)
    {
        if (!(rank is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A rank is a share, 0 to 1.");
        return IsEmpty ? throw Nothing() : Curve().ValueAt(rank);
    }

    /// <summary>The rank of a value: the share of the values that are below it, those equal to it counted half.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The digest is empty.</exception>
    public double RankOf(double value)
    {
        if (double.IsNaN(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "NaN has no rank.");
        return IsEmpty ? throw Nothing() : Curve().RankOf(value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"t-digest of {Count} values (k = {K}, {_centroids.Count} centroids)";

    private static InvalidOperationException Nothing() => new("There is no answer, because no value was added.");

    private DigestCurve Curve()
    {
        var compressed = this;
        if (_bufferedCount > 0)
        {
            compressed = Copy();
            compressed.Compress();
        }

        return new(compressed._centroids, _least, _greatest);
    }

    private void MakeRoom()
    {
        var most = BufferedPerCentroid * CentroidCapacity;
        if (_buffer.Length >= most) Compress();
        else Array.Resize(ref _buffer, Math.Min(most, Math.Max(FirstRoom, 2 * _buffer.Length)));
    }

    private void EndMerging()
    {
        _bufferedCount = 0;
        _least = Math.Min(_least, _centroids.MeanAt(0));
        _greatest = Math.Max(_greatest, _centroids.MeanAt(_centroids.Count - 1));
        _isNextReversed = !_isNextReversed;
    }
}
