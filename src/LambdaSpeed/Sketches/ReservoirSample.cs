using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Sketches;

/// <summary>A reservoir sample: some items of a stream, each as likely to be among them as any other.</summary>
/// <remarks>
/// <para>Keeps all items until there are more than its size, then that many. A share p of the stream is estimated from the sample with
/// a standard error of √(p (1 - p) / size). The merged sample of two streams is as uniform as a sample of the whole.</para>
/// <para>Bytes are those of Apache DataSketches' Java library, for <c>long</c>, <c>double</c> and <c>string</c> items. What is kept is a
/// matter of chance; here chance comes from a seed, so a run can be repeated. Adding allocates nothing once the sample has its full
/// size.</para>
/// <para>Algorithm: R, by Alan Waterman (Vitter 1985).</para>
/// </remarks>
/// <typeparam name="TItem">The items: <see cref="long"/>, <see cref="double"/>, <see cref="float"/> or <see cref="string"/>.</typeparam>
public sealed partial class ReservoirSample<TItem> : ISketch<ReservoirSample<TItem>>
    where TItem : notnull
{
    /// <summary>The greatest size.</summary>
    public const int MaxSize = 1 << 24;

    private const int FirstRoom = 16;

    private readonly ItemFormat<TItem> _format;
    private TItem[] _items = []; // the sample, in an order that means nothing; grows up to the size
    private ulong _chance;       // what the next draw is made of

    /// <summary>Creates an empty sample.</summary>
    /// <param name="size">How many items are kept at most, 2 to 2^24.</param>
    /// <param name="seed">What chance begins with.</param>
    public ReservoirSample(int size, long seed = 0)
        : this(size, seed, ItemFormats.For<TItem>())
    {
    }

    internal ReservoirSample(int size, long seed, ItemFormat<TItem> format)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);

        Size = size;
        _format = format;
        _chance = (ulong)seed;
    }

    private ReservoirSample(ReservoirSample<TItem> original)
    {
        Size = original.Size;
        Count = original.Count;
        _format = original._format;
        _items = (TItem[])original._items.Clone();
        _chance = original._chance;
    }

    /// <summary>How many items are kept at most; merging with a smaller sample may lower it.</summary>
    public int Size { get; private set; }

    /// <summary>The number of items in the stream.</summary>
    public long Count { get; private set; }

    /// <summary>The items of the sample, in an order that means nothing.</summary>
    public ReadOnlySpan<TItem> Items => _items.AsSpan(0, SampleCount);

    private int SampleCount => (int)Math.Min(Count, Size);

    /// <summary>Adds an item; null and NaN are ignored. A text that is not well-formed is taken with U+FFFD for each lone
    /// surrogate.</summary>
    /// <param name="item">The item.</param>
    public void Add(TItem item)
    {
        if (!_format.Accepts(ref item)) return;

        if (Count < Size)
        {
            if (Count == _items.Length) Array.Resize(ref _items, Math.Min(Size, Math.Max(FirstRoom, 2 * _items.Length)));
            _items[Count++] = item;
            return;
        }

        Count++;
        var at = Draw(Count);
        if (at < Size) _items[at] = item;
    }

    /// <inheritdoc/>
    public void Merge(ReservoirSample<TItem> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == this) other = Copy();
        _chance ^= (ulong)other.Count * 0x9E3779B97F4A7C15; // parts that began with the same seed go on in their own ways
        if (other.Count <= other.Size && other.Size >= Size)
        {
            foreach (var item in other.Items) Add(item);
            return;
        }

        var (mine, theirs) = (Items.ToArray(), other.Items.ToArray()); // all that is kept, before the size may be lowered
        if (other.Count > other.Size) Size = Math.Min(Size, other.Size);
        var size = (int)Math.Min(Size, Count + other.Count);
        var (myRest, theirRest) = (Count, other.Count); // items of each stream that have not been drawn
        var (mySamples, theirSamples) = (mine.Length, theirs.Length);
        var merged = new TItem[size];
        for (var i = 0; i < size; i++)
        {
            var isMine = Draw(myRest + theirRest) < myRest;
            if (isMine) myRest--;
            else theirRest--;
            merged[i] = isMine ? TakeOne(mine, ref mySamples) : TakeOne(theirs, ref theirSamples);
        }

        _items = merged;
        Count += other.Count;
    }

    /// <inheritdoc/>
    public ReservoirSample<TItem> Copy() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"Sample of {SampleCount} out of {Count} items";

    private TItem TakeOne(TItem[] samples, ref int left)
    {
        var at = (int)Draw(left--);
        var taken = samples[at];
        samples[at] = samples[left];
        return taken;
    }

    /// <summary>A number below a bound, from the state of a generator (Steele, Lea and Flood, "SplitMix", 2014); what the high half of a
    /// product leaves of uniformity is below 2^-30 for any stream.</summary>
    private long Draw(long bound)
    {
        var mixed = _chance += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (long)Math.BigMul(mixed ^ (mixed >> 31), (ulong)bound, out _);
    }
}
