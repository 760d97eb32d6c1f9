using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Hashing;
using LambdaSpeed.Sketches.Hll;

namespace LambdaSpeed.Sketches;

/// <summary>HyperLogLog: how many distinct items a stream has, in a few kilobytes whatever their number.</summary>
/// <remarks>
/// <para>The standard error is 0.833 / √k in order and 1.04 / √k after a merge, with k = 2^<see cref="LogK"/> registers: 1.3 % and
/// 1.6 % at the usual 12. Few items are kept as such, and counted all but exactly, in 4 bytes each.</para>
/// <para>Bytes, hash and, while the order is known, estimate are those of Apache DataSketches: what its Java and C++ libraries write is
/// read here, and what is written here is byte for byte what they write for the same items in the same order. Merging gives exactly the
/// registers of the whole. Adding allocates nothing but when a small sketch grows, some ten times in its life.</para>
/// <para>Algorithm: Flajolet, Fusy, Gandouet and Meunier 2007; in-order estimate: Cohen 2014 and Ting 2014; merged estimate: Ertl
/// 2017.</para>
/// </remarks>
public sealed partial class HllSketch : ISketch<HllSketch>
{
    /// <summary>The usual logarithm of the number of registers.</summary>
    public const int DefaultLogK = 12;

    /// <summary>The least logarithm of the number of registers.</summary>
    public const int MinLogK = 4;

    /// <summary>The greatest logarithm of the number of registers.</summary>
    public const int MaxLogK = 21;

    private HllCoupons? _coupons; // null once the registers are there
    private HllArray? _array;     // null while the coupons are there

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="logK">The logarithm of the number of registers, 4 to 21.</param>
    /// <param name="width">How many bits a register takes.</param>
    public HllSketch(int logK = DefaultLogK, HllWidth width = HllWidth.Bits8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logK, MinLogK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logK, MaxLogK);
        if (width is < HllWidth.Bits4 or > HllWidth.Bits8) throw new ArgumentOutOfRangeException(nameof(width));

        LogK = logK;
        Width = width;
        _coupons = new HllCoupons(logK);
    }

    private HllSketch(int logK, HllWidth width, HllCoupons? coupons, HllArray? array)
    {
        LogK = logK;
        Width = width;
        _coupons = coupons;
        _array = array;
    }

    /// <summary>The logarithm of the number of registers; merging with a smaller sketch may lower it.</summary>
    public int LogK { get; private set; }

    /// <summary>How many bits a register takes.</summary>
    public HllWidth Width { get; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _coupons is { Count: 0 } || _array?.EmptyCount == 1 << LogK;

    /// <summary>Whether the order of the items is lost, as after a merge of two large sketches, so that the estimate is the coarser
    /// one.</summary>
    public bool IsOutOfOrder => _array is { IsOutOfOrder: true };

    /// <summary>The estimated number of distinct items. Unless <see cref="IsOutOfOrder"/>, it depends in its last digits on the order
    /// of the items.</summary>
    public double Estimate => _array is { IsOutOfOrder: false } ? _array.Hip : OrderFreeEstimate;

    /// <summary>The estimated number of distinct items by what does not depend on their order, nor on how they were split into
    /// parts.</summary>
    public double OrderFreeEstimate => _array is null ? CouponEstimate.Of(_coupons!.Count) : IsEmpty ? 0 : HllEstimate.Of(_array);

    /// <summary>The relative standard error of <see cref="Estimate"/>.</summary>
    public double StandardError => _array switch
    {
        null => 0.409 / (1 << 13),
        { IsOutOfOrder: true } => Math.Sqrt(((3 * Math.Log(2)) - 1) / (1 << LogK)),
        _ => Math.Sqrt(Math.Log(2) / (1 << LogK)),
    };

    /// <summary>A count that the true one is seldom below.</summary>
    /// <param name="deviations">How seldom, in standard deviations: at 1, 2 and 3 about 16 %, 2.3 % and 0.13 % with 2^8 registers and
    /// more; with fewer the estimate is skewed, and up to 18 %, 6 % and 2 %.</param>
    public double LowerBound(int deviations)
    {
        CheckDeviations(deviations);
        double atLeast = _array is null ? _coupons!.Count : (1 << LogK) - _array.EmptyCount;
        return Math.Max(atLeast, Estimate / (1 + (deviations * StandardError)));
    }

    /// <summary>A count that the true one is seldom above.</summary>
    /// <param name="deviations">How seldom, in standard deviations: at 1, 2 and 3 about 16 %, 2.3 % and 0.13 % with 2^8 registers and
    /// more; with fewer the estimate is skewed, and up to 18 %, 6 % and 2 %.</param>
    public double UpperBound(int deviations)
    {
        CheckDeviations(deviations);
        return Math.Max(_coupons?.Count ?? 0, Estimate / (1 - Math.Min(deviations * StandardError, 0.99)));
    }

    /// <summary>Adds an integer; smaller types count as the same number.</summary>
    /// <param name="item">The item.</param>
    public void Add(long item) => Add(SketchHash.Of(item, SketchHash.DefaultSeed));

    /// <summary>Adds a number; 0 and -0 are one item, and so are all NaN.</summary>
    /// <param name="item">The item.</param>
    public void Add(double item) => Add(SketchHash.BitsOf(item));

    /// <summary>Adds a text by its UTF-8 bytes; an empty one is ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<char> item)
    {
        if (!item.IsEmpty) Add(SketchHash.Of(item, SketchHash.DefaultSeed));
    }

    /// <summary>Adds bytes; none at all are ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<byte> item)
    {
        if (!item.IsEmpty) Add(SketchHash.Of(item, SketchHash.DefaultSeed));
    }

    /// <inheritdoc/>
    public void Merge(HllSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty) return;

        if (other._array is null)
        {
            AddAll(other == this ? new HllCoupons(LogK) : other._coupons!);
        }
        else if (_array is null)
        {
            var coupons = _coupons!;
            LogK = Math.Min(LogK, other.LogK);
            Become(other._array.Width == Width && other.LogK == LogK ? other._array.Copy() : other._array.As(Width, LogK));
            AddAll(coupons);
        }
        else
        {
            MergeArrays(other._array);
        }
    }

    /// <inheritdoc/>
    public HllSketch Copy() => new(LogK, Width, _coupons?.Copy(), _array?.Copy());

    /// <summary>A sketch of the same items with registers of another width.</summary>
    /// <param name="width">How many bits a register takes.</param>
    /// <returns>A sketch of its own.</returns>
    public HllSketch As(HllWidth width)
    {
        if (width is < HllWidth.Bits4 or > HllWidth.Bits8) throw new ArgumentOutOfRangeException(nameof(width));

        return new(LogK, width, _coupons?.Copy(), _array is null || _array.Width == width ? _array?.Copy() : _array.As(width, LogK));
    }

    /// <inheritdoc/>
    public override string ToString() => $"HLL of {Estimate:0.##} items (k = 2^{LogK}, {Width})";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Hash128 hash) => AddCoupon(Coupon.Of(hash));

    private static void CheckDeviations(int deviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deviations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviations, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddCoupon(int coupon)
    {
        if (_array is not { } array)
        {
            AddToCoupons(coupon);
            return;
        }

        // nearly every item of a long stream raises nothing, and bytes can be looked at without a call
        var bytes = array.Bytes;
        var slot = coupon & ((1 << array.LogK) - 1);
        if (Width == HllWidth.Bits8 && (uint)slot < (uint)bytes.Length && Coupon.ValueOf(coupon) <= bytes[slot]) return;

        array.Raise(slot, Coupon.ValueOf(coupon));
    }

    private void AddAll(HllCoupons coupons)
    {
        foreach (var coupon in coupons.AsTable())
        {
            if (coupon != Coupon.None) AddCoupon(coupon);
        }
    }

    private void AddToCoupons(int coupon)
    {
        _coupons!.Add(coupon);
        if (_coupons.IsFull) Promote();
    }

    private void Promote()
    {
        var coupons = _coupons!;
        Become(HllArray.Create(Width, LogK));
        AddAll(coupons);
        _array!.SetHistory(CouponEstimate.Of(coupons.Count), isOutOfOrder: false);
    }

    private void Become(HllArray array)
    {
        _array = array;
        _coupons = null;
    }

    private void MergeArrays(HllArray other)
    {
        if (other.LogK < LogK)
        {
            LogK = other.LogK;
            _array = _array!.As(Width, LogK);
        }

        _array!.LoseOrder();
        _array.RaiseAll(other);
    }
}
