using LambdaSpeed.Sketches.Items;
using LambdaSpeed.Sketches.Kll;

namespace LambdaSpeed.Sketches;

/// <summary>KLL: which value stands at a rank of a stream, and at which rank a value, in some kilobytes whatever the stream's
/// length.</summary>
/// <remarks>
/// <para>With 99 % confidence the rank of an answer differs from the one asked for by at most <see cref="RankError"/>, a share of the
/// stream: 1.33 % at the usual k of 200. Up to k items are all kept. The error of a merged sketch is that of a sketch of the
/// whole.</para>
/// <para>Bytes are those of Apache DataSketches for <c>double</c>, <c>float</c>, <c>long</c> and <c>string</c> items. Which items are
/// kept is a matter of chance, so the same stream gives the same bytes only while nothing is thrown away; here chance comes from a
/// seed, so a run can be repeated. Adding allocates nothing but when a level is added, which the logarithm of the length bounds.</para>
/// <para>Algorithm: Karnin, Lang and Liberty, "Optimal quantile approximation in streams", 2016.</para>
/// </remarks>
/// <typeparam name="TItem">The items: <see cref="double"/>, <see cref="float"/>, <see cref="long"/> or <see cref="string"/>.</typeparam>
public sealed partial class KllSketch<TItem> : ISketch<KllSketch<TItem>>
    where TItem : notnull
{
    /// <summary>The usual k.</summary>
    public const int DefaultK = 200;

    /// <summary>The least k.</summary>
    public const int MinK = 8;

    /// <summary>The greatest k.</summary>
    public const int MaxK = 65535;

    private readonly ItemFormat<TItem> _format = ItemFormats.For<TItem>();

    private TItem[] _items;       // free room first, then the levels from the lowest up
    private int[] _levels;        // where each level begins, and behind the last the end of the items
    private int _levelCount = 1;  // how many levels there are
    private int _leastK;          // the least k of all sketches that have been merged in
    private bool _isZeroSorted;   // whether the items of the lowest level are in order
    private ulong _chance;        // what the next coin is made of
    private TItem? _least;        // meaningful when not empty
    private TItem? _greatest;     // meaningful when not empty
    private bool _isOfOtherOrder; // whether texts were read that stand in another order than that of code units

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="k">How much is kept, 8 to 65535; the error falls nearly as 1/k.</param>
    /// <param name="seed">What chance begins with.</param>
    public KllSketch(int k = DefaultK, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, MinK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, MaxK);

        K = k;
        _leastK = k;
        _items = [];
        _levels = [0, 0];
        _chance = (ulong)seed;
    }

    private KllSketch(KllSketch<TItem> original)
    {
        K = original.K;
        Count = original.Count;
        _leastK = original._leastK;
        _items = (TItem[])original._items.Clone();
        _levels = (int[])original._levels.Clone();
        _levelCount = original._levelCount;
        _isZeroSorted = original._isZeroSorted;
        _chance = original._chance;
        _least = original._least;
        _greatest = original._greatest;
        _isOfOtherOrder = original._isOfOtherOrder;
    }

    /// <summary>How much is kept.</summary>
    public int K { get; }

    /// <summary>The number of items added.</summary>
    public long Count { get; private set; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The number of items that are kept.</summary>
    public int RetainedCount => _levels[_levelCount] - _levels[0];

    /// <summary>How far a rank may be off, as a share of the stream, with 99 % confidence; 0 while all items are kept.</summary>
    public double RankError => _levelCount == 1 ? 0 : 2.296 / Math.Pow(_leastK, 0.9723);

    /// <summary>The least item, exactly.</summary>
    /// <exception cref="InvalidOperationException">The sketch is empty.</exception>
    public TItem Min => IsEmpty ? throw Nothing() : _least!;

    /// <summary>The greatest item, exactly.</summary>
    /// <exception cref="InvalidOperationException">The sketch is empty.</exception>
    public TItem Max => IsEmpty ? throw Nothing() : _greatest!;

    /// <summary>Adds an item; NaN and null are ignored. A text that is not well-formed is taken with U+FFFD for each lone
    /// surrogate.</summary>
    /// <param name="item">The item.</param>
    public void Add(TItem item)
    {
        if (!_format.Accepts(ref item)) return;

        if (_isOfOtherOrder) TakeOwnOrder();
        Widen(item, item);
        Insert(item);
        Count++;
    }

    /// <inheritdoc/>
    public void Merge(KllSketch<TItem> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty) return;
        if (other == this || other._isOfOtherOrder) other = other.Copy();
        if (other._isOfOtherOrder) other.TakeOwnOrder();
        if (_isOfOtherOrder) TakeOwnOrder();
        Widen(other._least!, other._greatest!);
        for (var i = other._levels[0]; i < other._levels[1]; i++) Insert(other._items[i]);
        if (other._levelCount > 1)
        {
            MergeLevels(other);
            _leastK = Math.Min(_leastK, other._leastK);
        }

        Count += other.Count;
    }

    /// <inheritdoc/>
    public KllSketch<TItem> Copy() => new(this);

    /// <summary>The share of the items that are at most this one.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="InvalidOperationException">The sketch is empty.</exception>
    public double RankOf(TItem item)
    {
        if (IsEmpty) throw Nothing();

        var below = 0L;
        for (var level = 0; level < _levelCount; level++)
        {
            var items = LevelOf(level);
            foreach (var kept in items) below += ItemOrder<TItem>.IsLess(item, kept) ? 0 : 1L << level;
        }

        return (double)below / Count;
    }

    /// <summary>All that can be asked, in order: for more than one question, and for readers on other threads.</summary>
    public Quantiles<TItem> ToQuantiles()
    {
        var items = new TItem[RetainedCount];
        var weights = new long[items.Length];
        var at = 0;
        for (var level = 0; level < _levelCount; level++)
        {
            foreach (var item in LevelOf(level)) (items[at], weights[at++]) = (item, 1L << level);
        }

        return new(items, weights, Count, _least, _greatest, RankError);
    }

    /// <inheritdoc/>
    public override string ToString() => $"KLL of {Count} items (k = {K}, {RetainedCount} kept)";

    internal static InvalidOperationException Nothing() => new("There is no answer, because no item was added.");

    private Span<TItem> LevelOf(int level) => _items.AsSpan(_levels[level], _levels[level + 1] - _levels[level]);

    private void Widen(TItem least, TItem greatest)
    {
        if (IsEmpty)
        {
            (_least, _greatest) = (least, greatest);
            return;
        }

        if (ItemOrder<TItem>.IsLess(least, _least!)) _least = least;
        if (ItemOrder<TItem>.IsLess(_greatest!, greatest)) _greatest = greatest;
    }

    private void Insert(TItem item)
    {
        if (_levels[0] == 0) MakeRoom();
        _isZeroSorted = false;
        _items[--_levels[0]] = item;
    }

    /// <summary>A coin, from the state of a generator (Steele, Lea and Flood, "SplitMix", 2014).</summary>
    private int Toss()
    {
        var mixed = _chance += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(mixed >> 63);
    }
}
