using System.Numerics;
using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches;

/// <summary>A Bloom filter: whether an item was in a stream, never wrongly no, and wrongly yes with a small probability.</summary>
/// <remarks>
/// <para>Made for a number of distinct items and a probability: 9.6 bits an item and 7 bits set for each at 1 %. Beyond that number
/// the probability rises.</para>
/// <para>Bytes and hash (XXH64) are those of Apache DataSketches. Filters of the same size, hashes and seed can be merged, and are then
/// exactly the filter of all. The first item takes the memory of all bits; after it, adding never allocates.</para>
/// <para>Algorithm: Bloom 1970; two hashes for all bits: Kirsch and Mitzenmacher 2006.</para>
/// </remarks>
public sealed partial class BloomFilter : ISketch<BloomFilter>
{
    /// <summary>The greatest number of bits.</summary>
    public const long MaxBitCount = 1L << 36;

    private readonly ulong _seed;
    private readonly Modulus _modulus;

    private long[] _bits; // none before the first item, so that an empty filter of any size costs nothing

    /// <summary>Creates an empty filter of a size of your own.</summary>
    /// <param name="bitCount">The number of bits, at most <see cref="MaxBitCount"/>; rounded up to a multiple of 64.</param>
    /// <param name="hashCount">How many bits are set for an item, 1 to 32767.</param>
    /// <param name="seed">The seed of the hash.</param>
    public BloomFilter(long bitCount, int hashCount, long seed = 0)
        : this([], CheckedLongs(bitCount), hashCount, (ulong)seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashCount, short.MaxValue);
    }

    private BloomFilter(long[] bits, int longs, int hashCount, ulong seed)
    {
        _bits = bits;
        _seed = seed;
        _modulus = new((ulong)longs * 64);
        HashCount = hashCount;
    }

    /// <summary>The number of bits.</summary>
    public long BitCount => (long)_modulus.Divisor;

    /// <summary>How many bits are set for an item.</summary>
    public int HashCount { get; }

    /// <summary>The seed of the hash.</summary>
    public long Seed => (long)_seed;

    /// <summary>How many bits are set; counted at each call.</summary>
    public long SetBitCount
    {
        get
        {
            var count = 0L;
            foreach (var word in _bits) count += BitOperations.PopCount((ulong)word);
            return count;
        }
    }

    /// <summary>The probability that an item is held to be there that is not, by the share of bits that are set.</summary>
    public double FalsePositiveProbability => Math.Pow((double)SetBitCount / BitCount, HashCount);

    private int LongCount => (int)(BitCount / 64);

    /// <summary>Creates an empty filter for a number of items.</summary>
    /// <param name="itemCount">How many distinct items it will hold, at least 1.</param>
    /// <param name="falsePositiveProbability">How probable a wrong yes may be once it holds them, between 0 and 1.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <returns>The filter.</returns>
    public static BloomFilter ForItems(long itemCount, double falsePositiveProbability = 0.01, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        if (!(falsePositiveProbability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(falsePositiveProbability), falsePositiveProbability, "A probability between 0 and 1.");
        }

        var bits = (long)Math.Ceiling(-itemCount * Math.Log(falsePositiveProbability) / (Math.Log(2) * Math.Log(2)));
        return new(bits, (int)Math.Max(1, Math.Ceiling((double)bits / itemCount * Math.Log(2))), seed);
    }

    /// <summary>Adds an integer; smaller types count as the same number.</summary>
    /// <param name="item">The item.</param>
    public void Add(long item)
    {
        var first = XxHash64.Of(item, _seed);
        Set(first, XxHash64.Of(item, first));
    }

    /// <summary>Adds a number; 0 and -0 are one item, and so are all NaN.</summary>
    /// <param name="item">The item.</param>
    public void Add(double item) => Add(SketchHash.BitsOf(item));

    /// <summary>Adds a text by its UTF-8 bytes; an empty one is ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<char> item)
    {
        if (!item.IsEmpty) SketchHash.WithUtf8(item, this, static (bytes, filter) => filter.SetBytes(bytes));
    }

    /// <summary>Adds bytes; none at all are ignored, as in DataSketches.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<byte> item)
    {
        if (!item.IsEmpty) SetBytes(item);
    }

    /// <summary>Whether an integer may be there.</summary>
    /// <param name="item">The item.</param>
    public bool MayContain(long item)
    {
        var first = XxHash64.Of(item, _seed);
        return AreSet(first, XxHash64.Of(item, first));
    }

    /// <summary>Whether a number may be there.</summary>
    /// <param name="item">The item.</param>
    public bool MayContain(double item) => MayContain(SketchHash.BitsOf(item));

    /// <summary>Whether a text may be there; an empty one never is.</summary>
    /// <param name="item">The item.</param>
    public bool MayContain(ReadOnlySpan<char> item) =>
        !item.IsEmpty && SketchHash.WithUtf8(item, this, static (bytes, filter) => filter.AreBytesSet(bytes));

    /// <summary>Whether bytes may be there; none at all never are.</summary>
    /// <param name="item">The item.</param>
    public bool MayContain(ReadOnlySpan<byte> item) => !item.IsEmpty && AreBytesSet(item);

    /// <inheritdoc/>
    public void Merge(BloomFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.BitCount != BitCount || other.HashCount != HashCount || other._seed != _seed)
        {
            throw new ArgumentException("Only filters of the same size, number of hashes and seed can be merged.", nameof(other));
        }

        if (other._bits.Length == 0) return;
        if (_bits.Length == 0) MakeRoom();
        for (var i = 0; i < _bits.Length; i++) _bits[i] |= other._bits[i];
    }

    /// <inheritdoc/>
    public BloomFilter Copy() => new((long[])_bits.Clone(), LongCount, HashCount, _seed) { _isCountWritten = _isCountWritten };

    /// <inheritdoc/>
    public override string ToString() => $"Bloom filter of {BitCount} bits, {HashCount} an item ({SetBitCount} set)";

    private static int CheckedLongs(long bitCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitCount, MaxBitCount);
        return (int)((bitCount + 63) / 64);
    }

    private void MakeRoom() => _bits = new long[LongCount];

    private bool SetBytes(ReadOnlySpan<byte> bytes)
    {
        var first = XxHash64.Of(bytes, _seed);
        Set(first, XxHash64.Of(bytes, first));
        return true;
    }

    private bool AreBytesSet(ReadOnlySpan<byte> bytes)
    {
        var first = XxHash64.Of(bytes, _seed);
        return AreSet(first, XxHash64.Of(bytes, first));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(ulong first, ulong second)
    {
        if (_bits.Length == 0) MakeRoom();
        var (bits, modulus) = (_bits, _modulus);
        for (var i = HashCount; i > 0; i--)
        {
            first += second;
            var at = modulus.Of(first >> 1);
            bits[(int)(at >> 6)] |= 1L << (int)at;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreSet(ulong first, ulong second)
    {
        if (_bits.Length == 0) return false;

        for (var i = 0; i < HashCount; i++)
        {
            first += second;
            var at = _modulus.Of(first >> 1);
            if ((_bits[(int)(at >> 6)] & (1L << (int)at)) == 0) return false;
        }

        return true;
    }
}
