using LambdaSpeed.Sketches.Counts;
using LambdaSpeed.Sketches.Frequent;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Sketches;

/// <summary>Frequent items: those with the greatest weights in a stream, and bounds of each weight, in a table of fixed size.</summary>
/// <remarks>
/// <para>No bound is ever broken: the true weight of an item is between <see cref="LowerBound"/> and <see cref="UpperBound"/>, which
/// differ by <see cref="MaxError"/>: at most 3.5 / table size of the stream's weight, and 0 while there are fewer items than three
/// quarters of the table. So every item of a greater share is found. The error of a merged sketch is likewise at most 3.5 / table size
/// of the whole's weight; it can be more than the sum of the parts' errors. Weights stop at the greatest <see cref="long"/>, and so do
/// bounds.</para>
/// <para>Bytes are those of Apache DataSketches for <c>long</c> and <c>string</c> items (and for <c>double</c> as its C++ library has
/// them); tables of <c>long</c> and <c>string</c> items are laid out as its Java library does. Adding allocates nothing once the table
/// has its full size. Where items stand is public, so who chooses items to collide can make adding slow, in proportion to the number of
/// such items in the table, never wrong: let strangers choose items only for tables of a size that this is no harm at. A text that is
/// not well-formed counts as the text with U+FFFD for each lone surrogate.</para>
/// <para>Algorithm: Anderson, Bevin, Lang, Liberty, Rhodes and Thaler, "A high-performance algorithm for identifying frequent items in
/// data streams", 2017.</para>
/// </remarks>
/// <typeparam name="TItem">The items: <see cref="long"/>, <see cref="string"/>, <see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class FrequentItemsSketch<TItem> : ISketch<FrequentItemsSketch<TItem>>
    where TItem : notnull
{
    /// <summary>The usual logarithm of the size of the table, for an error of at most 0.34 % of the stream's weight.</summary>
    public const int DefaultLogSize = 10;

    /// <summary>The least logarithm of the size of the table.</summary>
    public const int MinLogSize = 3;

    /// <summary>The greatest logarithm of the size of the table.</summary>
    public const int MaxLogSize = 26;

    private readonly ItemFormat<TItem> _format;
    private readonly FrequentTable<TItem> _table;

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="maxLogSize">The logarithm of the greatest size of the table, 3 to 26.</param>
    public FrequentItemsSketch(int maxLogSize = DefaultLogSize)
        : this(maxLogSize, ItemFormats.For<TItem>())
    {
    }

    internal FrequentItemsSketch(int maxLogSize, ItemFormat<TItem> format, int logSize = FrequentTable<TItem>.MinLogSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLogSize, MinLogSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLogSize, MaxLogSize);

        MaxTableLogSize = maxLogSize;
        _format = format;
        _table = new(format, logSize);
    }

    private FrequentItemsSketch(FrequentItemsSketch<TItem> original)
    {
        MaxTableLogSize = original.MaxTableLogSize;
        MaxError = original.MaxError;
        TotalWeight = original.TotalWeight;
        _format = original._format;
        _table = original._table.Copy();
        _slotsAsRead = original._slotsAsRead;
    }

    /// <summary>The logarithm of the greatest size of the table.</summary>
    public int MaxTableLogSize { get; }

    /// <summary>The weight of all items that were added.</summary>
    public long TotalWeight { get; private set; }

    /// <summary>How far the two bounds of an item are apart.</summary>
    public long MaxError { get; private set; }

    /// <summary>The number of items that are kept.</summary>
    public int RetainedCount => _table.Count;

    /// <summary>Whether no item is kept: nothing was added, or so many equally frequent items that none could be told from the rest,
    /// which <see cref="TotalWeight"/> and <see cref="MaxError"/> then tell of.</summary>
    public bool IsEmpty => _table.Count == 0;

    /// <summary>Adds an item once.</summary>
    /// <param name="item">The item; null and NaN are ignored.</param>
    public void Add(TItem item) => Add(item, 1);

    /// <summary>Adds an item with a weight.</summary>
    /// <param name="item">The item; null and NaN are ignored.</param>
    /// <param name="weight">The weight, not negative; 0 adds nothing.</param>
    public void Add(TItem item, long weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        if (weight == 0 || !_format.Accepts(ref item)) return;

        TotalWeight = Saturating.Sum(TotalWeight, weight);
        Insert(item, weight);
    }

    /// <inheritdoc/>
    public void Merge(FrequentItemsSketch<TItem> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var table = other == this ? _table.Copy() : other._table;
        var (weight, error) = (other.TotalWeight, other.MaxError);
        var stride = (int)(table.SlotCount * 0.6180339887498949) | 1; // so that clusters of one table are none in the other
        for (int i = 0, slot = 0; i < table.SlotCount; i++, slot = (slot + stride) & (table.SlotCount - 1))
        {
            if (table.IsUsed(slot)) Insert(table.ItemAt(slot), table.CountAt(slot));
        }

        TotalWeight = Saturating.Sum(TotalWeight, weight);
        MaxError = Saturating.Sum(MaxError, error);
    }

    /// <inheritdoc/>
    public FrequentItemsSketch<TItem> Copy() => new(this);

    /// <summary>The estimated weight of an item: its upper bound, or 0 when it is not kept.</summary>
    /// <param name="item">The item.</param>
    public long Estimate(TItem item) => LowerBound(item) is var count and > 0 ? Saturating.Sum(count, MaxError) : 0;

    /// <summary>What the true weight of an item is never below.</summary>
    /// <param name="item">The item.</param>
    public long LowerBound(TItem item) => _format.Accepts(ref item) ? _table.CountOf(item) : 0;

    /// <summary>What the true weight of an item is never above.</summary>
    /// <param name="item">The item.</param>
    public long UpperBound(TItem item) => _format.Accepts(ref item) ? Saturating.Sum(_table.CountOf(item), MaxError) : 0;

    /// <summary>The kept items with the greatest estimates, the greatest first.</summary>
    /// <param name="size">How many at most.</param>
    /// <returns>The items; of equal estimates in an order that means nothing.</returns>
    public IReadOnlyList<FrequentItem<TItem>> Top(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);

        var all = All();
        return all.Count <= size ? all : all.GetRange(0, size);
    }

    /// <summary>All items whose weight may reach a threshold: none that does is missing, some may be there that do not.</summary>
    /// <param name="threshold">The weight.</param>
    public IReadOnlyList<FrequentItem<TItem>> WithoutFalseNegatives(long threshold) =>
        All().FindAll(item => item.UpperBound >= Math.Max(threshold, MaxError));

    /// <summary>Items whose weight surely reaches a threshold: none is there that does not, some may be missing that do.</summary>
    /// <param name="threshold">The weight.</param>
    public IReadOnlyList<FrequentItem<TItem>> WithoutFalsePositives(long threshold) =>
        All().FindAll(item => item.LowerBound >= Math.Max(threshold, MaxError));

    /// <inheritdoc/>
    public override string ToString() => $"Frequent items of weight {TotalWeight} ({RetainedCount} kept, error {MaxError})";

    private void Insert(TItem item, long weight)
    {
        _slotsAsRead = null;
        _table.Add(item, weight);
        if (_table.Count <= _table.Capacity) return;

        if (_table.LogSize < MaxTableLogSize) _table.Grow();
        else MaxError = Saturating.Sum(MaxError, _table.Purge());
    }

    private List<FrequentItem<TItem>> All()
    {
        var all = new List<FrequentItem<TItem>>(_table.Count);
        for (var i = 0; i < _table.SlotCount; i++)
        {
            if (!_table.IsUsed(i)) continue;

            var count = _table.CountAt(i);
            all.Add(new(_table.ItemAt(i), count, Saturating.Sum(count, MaxError)));
        }

        all.Sort(static (left, right) => right.UpperBound.CompareTo(left.UpperBound));
        return all;
    }
}
