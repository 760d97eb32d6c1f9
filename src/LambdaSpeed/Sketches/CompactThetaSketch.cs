using LambdaSpeed.Sketches.Theta;

namespace LambdaSpeed.Sketches;

/// <summary>A theta sketch that no longer changes: what is exchanged, and what sets are made of.</summary>
/// <remarks>
/// <para>The standard error of a union is that of its parts. An intersection or difference keeps only the hashes of the result, so its
/// error grows by √(size of the union / size of the result); ask <see cref="LowerBound"/> and <see cref="UpperBound"/>.</para>
/// <para>Bytes are those of Apache DataSketches: versions 1 to 4 are read, version 3 is written, and by <see cref="ToCompressedBytes"/>
/// version 4. Safe to share between threads.</para>
/// </remarks>
public sealed partial class CompactThetaSketch
{
    private readonly long[] _hashes;

    internal CompactThetaSketch(long[] hashes, long theta, bool isEmpty, bool isOrdered, ushort seedHash)
    {
        _hashes = hashes;
        ThetaBound = theta;
        IsEmpty = isEmpty;
        IsOrdered = isOrdered || hashes.Length <= 1;
        SeedHash = seedHash;
        IsFlaggedSingle = true;
    }

    /// <summary>Whether the stream had no item.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether the hashes are in ascending order.</summary>
    public bool IsOrdered { get; }

    /// <summary>The two bytes by which the seed is known; sketches can meet when theirs are equal.</summary>
    public ushort SeedHash { get; }

    /// <summary>The number of hashes that are kept.</summary>
    public int RetainedCount => _hashes.Length;

    /// <summary>Theta: the share of all hashes that are kept, 1 while the count is exact.</summary>
    public double Theta => ThetaEstimate.ShareOf(ThetaBound);

    /// <summary>The estimated number of distinct items; exact while <see cref="Theta"/> is 1.</summary>
    public double Estimate => ThetaEstimate.Of(_hashes.Length, ThetaBound);

    /// <summary>The hashes, ascending if <see cref="IsOrdered"/>.</summary>
    public ReadOnlySpan<long> Hashes => _hashes;

    /// <summary>The bound that all hashes are below.</summary>
    internal long ThetaBound { get; }

    private bool IsEstimating => ThetaBound < long.MaxValue && !IsEmpty;

    /// <summary>A count that the true one is seldom below.</summary>
    /// <param name="deviations">How seldom, in standard deviations: at 1, 2 and 3 about 16 %, 2.3 % and 0.13 %.</param>
    public double LowerBound(int deviations) => ThetaEstimate.Bound(_hashes.Length, ThetaBound, -CheckDeviations(deviations));

    /// <summary>A count that the true one is seldom above.</summary>
    /// <param name="deviations">How seldom, in standard deviations: at 1, 2 and 3 about 16 %, 2.3 % and 0.13 %.</param>
    public double UpperBound(int deviations) => ThetaEstimate.Bound(_hashes.Length, ThetaBound, CheckDeviations(deviations));

    /// <summary>The sketch with at most k hashes: the same for the same items, in whatever order and parts they came.</summary>
    /// <param name="logK">The logarithm of k, 0 to 26.</param>
    public CompactThetaSketch Trim(int logK)
    {
        CheckLogK(logK);
        var k = 1L << logK;
        if (_hashes.Length <= k) return this;

        var hashes = Sorted();
        return new(hashes[..(int)k], hashes[k], isEmpty: false, isOrdered: true, SeedHash);
    }

    /// <summary>The items of either sketch.</summary>
    /// <param name="other">The other sketch, of the same seed.</param>
    /// <param name="logK">The logarithm of how many hashes are kept at most, 0 to 26.</param>
    /// <exception cref="ArgumentException">The seeds differ.</exception>
    public CompactThetaSketch Union(CompactThetaSketch other, int logK = ThetaSketch.DefaultLogK)
    {
        CheckSeed(other);
        CheckLogK(logK);
        if (other.IsEmpty) return Trim(logK);
        if (IsEmpty) return other.Trim(logK);

        var theta = Math.Min(ThetaBound, other.ThetaBound);
        var hashes = SortedHashes.Union(Sorted(), other.Sorted(), theta);
        return new CompactThetaSketch(hashes, theta, isEmpty: false, isOrdered: true, SeedHash).Trim(logK);
    }

    /// <summary>The items of both sketches.</summary>
    /// <param name="other">The other sketch, of the same seed.</param>
    /// <exception cref="ArgumentException">The seeds differ.</exception>
    public CompactThetaSketch Intersect(CompactThetaSketch other)
    {
        CheckSeed(other);
        if (IsEmpty || other.IsEmpty) return Nothing();

        var theta = Math.Min(ThetaBound, other.ThetaBound);
        return Of(SortedHashes.Intersection(Sorted(), other.Sorted(), theta), theta);
    }

    /// <summary>The items of this sketch that are not in the other.</summary>
    /// <param name="other">The other sketch, of the same seed.</param>
    /// <exception cref="ArgumentException">The seeds differ.</exception>
    public CompactThetaSketch Except(CompactThetaSketch other)
    {
        CheckSeed(other);
        if (IsEmpty) return Nothing();
        if (other.IsEmpty) return this;

        var theta = Math.Min(ThetaBound, other.ThetaBound);
        return Of(SortedHashes.Difference(Sorted(), other.Sorted(), theta), theta);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Theta sketch of {Estimate:0.##} items ({RetainedCount} hashes)";

    private static int CheckDeviations(int deviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deviations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviations, 3);
        return deviations;
    }

    private static void CheckLogK(int logK)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logK, ThetaSketch.MaxLogK);
    }

    private CompactThetaSketch Of(long[] hashes, long theta) =>
        new(hashes, theta, isEmpty: hashes.Length == 0 && theta == long.MaxValue, isOrdered: true, SeedHash);

    private CompactThetaSketch Nothing() => new([], long.MaxValue, isEmpty: true, isOrdered: true, SeedHash);

    private long[] Sorted()
    {
        if (IsOrdered) return _hashes;

        var sorted = (long[])_hashes.Clone();
        Array.Sort(sorted);
        return sorted;
    }

    private void CheckSeed(CompactThetaSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!IsEmpty && !other.IsEmpty && other.SeedHash != SeedHash)
        {
            throw new ArgumentException("The sketches hash with different seeds.", nameof(other));
        }
    }
}
