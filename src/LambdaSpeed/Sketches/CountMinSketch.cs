using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Counts;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches;

/// <summary>Count-Min: how often each item of a stream came, in a table of fixed size; never too little, seldom much too much.</summary>
/// <remarks>
/// <para>An estimate exceeds the true weight by at most <see cref="RelativeError"/> of the weight of the whole stream, e / width, with
/// probability 1 - e^-rows; while no weight is negative it is never below it. Sketches of the same size, seed and dialect can be
/// merged, and are then exactly the sketch of all.</para>
/// <para>Bytes and hash are those of Apache DataSketches, in the dialect of its C++ or of its Java library. The first weight takes the
/// memory of all counters, 8 bytes each; after it, adding never allocates. It hashes the item once for each row, as they do. Weights
/// stop at the ends of a <see cref="long"/>.</para>
/// <para>Algorithm: Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch", 2005.</para>
/// </remarks>
public sealed partial class CountMinSketch : ISketch<CountMinSketch>
{
    private const int MaxCounters = 1 << 30;

    private readonly ulong[] _rowSeeds;
    private readonly ulong _seed;
    private readonly Modulus _modulus;

    private long[] _counters; // row by row; none before the first weight, so that an empty sketch of any size costs nothing

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="rows">How many rows there are, each with a hash of its own: 1 to 255, of which the Java library takes up to
    /// 127.</param>
    /// <param name="width">How many counters a row has, at least 3.</param>
    /// <param name="seed">What the hashes of the rows are drawn from.</param>
    /// <param name="dialect">Whose hashes they are.</param>
    public CountMinSketch(int rows, int width, ulong seed = SketchHash.DefaultSeed, CountMinDialect dialect = CountMinDialect.Cpp)
        : this([], HashSeeds.Draw(dialect, CheckedRows(rows, width), seed), width, seed, dialect)
    {
    }

    private CountMinSketch(long[] counters, ulong[] rowSeeds, int width, ulong seed, CountMinDialect dialect)
    {
        _counters = counters;
        _rowSeeds = rowSeeds;
        _seed = seed;
        _modulus = new((ulong)width);
        Width = width;
        Dialect = dialect;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => _rowSeeds.Length;

    /// <summary>How many counters a row has.</summary>
    public int Width { get; }

    /// <summary>Whose hash functions are used.</summary>
    public CountMinDialect Dialect { get; }

    /// <summary>The weight of all items, negative weights taken as positive.</summary>
    public long TotalWeight { get; private set; }

    /// <summary>The share of <see cref="TotalWeight"/> by which an estimate may be too high: e / width.</summary>
    public double RelativeError => Math.E / Width;

    /// <summary>Creates an empty sketch of the size that an error asks for.</summary>
    /// <param name="relativeError">The share of the stream's weight by which an estimate may be too high, above 0.</param>
    /// <param name="confidence">How probable it is that it is not higher, between 0 and 1.</param>
    /// <param name="dialect">Whose hashes the rows have.</param>
    /// <returns>The sketch.</returns>
    public static CountMinSketch ForError(
        double relativeError, double confidence = 0.99, CountMinDialect dialect = CountMinDialect.Cpp)
    {
        if (!(relativeError is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeError), relativeError, "An error between 0 and 1.");
        }

        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence between 0 and 1.");
        }

        var rows = (int)Math.Min(Math.Ceiling(Math.Log(1 / (1 - confidence))), 127);
        return new(Math.Max(1, rows), Math.Max(3, (int)Math.Ceiling(Math.E / relativeError)), SketchHash.DefaultSeed, dialect);
    }

    /// <summary>Adds to the weight of an integer; smaller types count as the same number.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">What is added.</param>
    public void Add(long item, long weight = 1)
    {
        TotalWeight = Saturating.Sum(TotalWeight, Saturating.Magnitude(weight));
        if (_counters.Length == 0) MakeRoom();
        var counters = _counters.AsSpan();
        var (modulus, width) = (_modulus, Width);
        foreach (var seed in _rowSeeds)
        {
            ref var counter = ref counters[(int)modulus.Of(Murmur3.FirstOf(item, seed))];
            counter = Saturating.Sum(counter, weight);
            counters = counters[width..];
        }
    }

    /// <summary>Adds to the weight of a text by its UTF-8 bytes; an empty one is ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">What is added.</param>
    public void Add(ReadOnlySpan<char> item, long weight = 1)
    {
        if (!item.IsEmpty) SketchHash.WithUtf8(item, (Sketch: this, weight), static (bytes, add) => add.Sketch.AddBytes(bytes, add.weight));
    }

    /// <summary>Adds to the weight of bytes; none at all are ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">What is added.</param>
    public void Add(ReadOnlySpan<byte> item, long weight = 1)
    {
        if (!item.IsEmpty) AddBytes(item, weight);
    }

    /// <summary>The estimated weight of an integer.</summary>
    /// <param name="item">The item.</param>
    public long Estimate(long item)
    {
        if (_counters.Length == 0) return 0;

        var least = long.MaxValue;
        var start = 0;
        foreach (var seed in _rowSeeds)
        {
            least = Math.Min(least, _counters[start + (int)_modulus.Of(Murmur3.FirstOf(item, seed))]);
            start += Width;
        }

        return least;
    }

    /// <summary>The estimated weight of a text; that of an empty one is 0.</summary>
    /// <param name="item">The item.</param>
    public long Estimate(ReadOnlySpan<char> item) =>
        item.IsEmpty ? 0 : SketchHash.WithUtf8(item, this, static (bytes, sketch) => sketch.EstimateBytes(bytes));

    /// <summary>The estimated weight of bytes; that of none at all is 0.</summary>
    /// <param name="item">The item.</param>
    public long Estimate(ReadOnlySpan<byte> item) => item.IsEmpty ? 0 : EstimateBytes(item);

    /// <inheritdoc/>
    public void Merge(CountMinSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rows != Rows || other.Width != Width || other._seed != _seed || other.Dialect != Dialect)
        {
            throw new ArgumentException("Only sketches of the same size, seed and dialect can be merged.", nameof(other));
        }

        if (other._counters.Length == 0) return;
        if (_counters.Length == 0) MakeRoom();
        for (var i = 0; i < _counters.Length; i++) _counters[i] = Saturating.Sum(_counters[i], other._counters[i]);
        TotalWeight = Saturating.Sum(TotalWeight, other.TotalWeight);
    }

    /// <inheritdoc/>
    public CountMinSketch Copy() =>
        new((long[])_counters.Clone(), _rowSeeds, Width, _seed, Dialect) { TotalWeight = TotalWeight };

    /// <inheritdoc/>
    public override string ToString() => $"Count-Min of weight {TotalWeight} ({Rows} x {Width})";

    private static int CheckedRows(int rows, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((long)rows * width, MaxCounters, nameof(width));
        return rows;
    }

    private void MakeRoom() => _counters = new long[Rows * Width];

    private bool AddBytes(ReadOnlySpan<byte> item, long weight)
    {
        TotalWeight = Saturating.Sum(TotalWeight, Saturating.Magnitude(weight));
        if (_counters.Length == 0) MakeRoom();
        for (var row = 0; row < Rows; row++)
        {
            ref var counter = ref _counters[IndexOf(item, row)];
            counter = Saturating.Sum(counter, weight);
        }

        return true;
    }

    private long EstimateBytes(ReadOnlySpan<byte> item)
    {
        if (_counters.Length == 0) return 0;

        var least = long.MaxValue;
        for (var row = 0; row < Rows; row++) least = Math.Min(least, _counters[IndexOf(item, row)]);
        return least;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(ReadOnlySpan<byte> item, int row) => (row * Width) + (int)_modulus.Of(Murmur3.Of(item, _rowSeeds[row]).First);
}
