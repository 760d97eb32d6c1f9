using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Hashing;
using LambdaSpeed.Sketches.Theta;

namespace LambdaSpeed.Sketches;

/// <summary>A theta sketch: how many distinct items a stream has, such that the sketches of several streams can be united, intersected
/// and subtracted.</summary>
/// <remarks>
/// <para>Keeps the least hashes below a bound, theta: at most 15/8 · k of them, with k = 2^<see cref="LogK"/>, of 8 bytes each. Up to
/// that many items are counted exactly; beyond, the standard error is at most 1 / √(k - 1), 1.6 % at the usual 12. What intersections
/// and differences lose is said at <see cref="CompactThetaSketch"/>.</para>
/// <para>Hash, theta, hashes and bytes are those of Apache DataSketches. <see cref="ISketch{TSketch}.Write"/> writes the updatable form
/// of its Java library; <see cref="Compact"/> gives the form that is exchanged. Adding allocates nothing once the table has its full
/// size. Merging gives the same compact sketch, trimmed to k hashes, whatever the split and the order.</para>
/// <para>Algorithm: Dasgupta, Lang, Rhodes and Thaler, "A framework for estimating stream expression cardinalities", 2016.</para>
/// </remarks>
public sealed partial class ThetaSketch : ISketch<ThetaSketch>
{
    /// <summary>The usual logarithm of the nominal number of hashes.</summary>
    public const int DefaultLogK = 12;

    /// <summary>The least logarithm of the nominal number of hashes.</summary>
    public const int MinLogK = 5;

    /// <summary>The greatest logarithm of the nominal number of hashes.</summary>
    public const int MaxLogK = 26;

    private readonly ulong _seed;
    private readonly ThetaTable _table;

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="logK">The logarithm of the nominal number of hashes, 5 to 26.</param>
    /// <param name="seed">The seed of the hash; sketches can meet when theirs are equal.</param>
    public ThetaSketch(int logK = DefaultLogK, ulong seed = SketchHash.DefaultSeed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logK, MinLogK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logK, MaxLogK);

        LogK = logK;
        _seed = seed;
        _table = new(logK);
    }

    private ThetaSketch(int logK, ulong seed, ThetaTable table, bool isEmpty)
    {
        LogK = logK;
        _seed = seed;
        _table = table;
        IsEmpty = isEmpty;
    }

    /// <summary>The logarithm of the nominal number of hashes.</summary>
    public int LogK { get; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The number of hashes that are kept.</summary>
    public int RetainedCount => _table.Count;

    /// <summary>Theta: the share of all hashes that are kept, 1 while the count is exact.</summary>
    public double Theta => ThetaEstimate.ShareOf(_table.Theta);

    /// <summary>The estimated number of distinct items; exact while <see cref="Theta"/> is 1.</summary>
    public double Estimate => ThetaEstimate.Of(_table.Count, _table.Theta);

    /// <summary>Adds an integer; smaller types count as the same number.</summary>
    /// <param name="item">The item.</param>
    public void Add(long item) => AddHash(SketchHash.Of(item, _seed));

    /// <summary>Adds a number; 0 and -0 are one item, and so are all NaN.</summary>
    /// <param name="item">The item.</param>
    public void Add(double item) => Add(SketchHash.BitsOf(item));

    /// <summary>Adds a text by its UTF-8 bytes; an empty one is ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<char> item)
    {
        if (!item.IsEmpty) AddHash(SketchHash.Of(item, _seed));
    }

    /// <summary>Adds bytes; none at all are ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<byte> item)
    {
        if (!item.IsEmpty) AddHash(SketchHash.Of(item, _seed));
    }

    /// <inheritdoc/>
    public void Merge(ThetaSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._seed != _seed) throw new ArgumentException("The sketches hash with different seeds.", nameof(other));
        if (other == this || other.IsEmpty) return;

        IsEmpty = false;
        _table.LowerTheta(other._table.Theta);
        foreach (var hash in other._table.Slots) _table.Add(hash);
    }

    /// <summary>Adds all that a compact sketch has seen.</summary>
    /// <param name="other">The other sketch, of the same seed.</param>
    /// <exception cref="ArgumentException">The seeds differ.</exception>
    public void Merge(CompactThetaSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty) return;
        if (other.SeedHash != SketchHash.SeedHash(_seed))
        {
            throw new ArgumentException("The sketches hash with different seeds.", nameof(other));
        }

        IsEmpty = false;
        _table.LowerTheta(other.ThetaBound);
        foreach (var hash in other.Hashes) _table.Add(hash);
    }

    /// <inheritdoc/>
    public ThetaSketch Copy() => new(LogK, _seed, _table.Copy(), IsEmpty);

    /// <summary>An immutable sketch with the same hashes, which can be intersected, subtracted and exchanged.</summary>
    public CompactThetaSketch Compact() =>
        new(_table.ToSorted(), _table.Theta, IsEmpty, isOrdered: true, SketchHash.SeedHash(_seed));

    /// <inheritdoc/>
    public override string ToString() => $"Theta sketch of {Estimate:0.##} items ({RetainedCount} hashes)";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddHash(Hash128 hash)
    {
        IsEmpty = false;
        _table.Add((long)(hash.First >> 1));
    }
}
