using System.Numerics;
using LambdaSpeed.Sketches.Hashing;
using LambdaSpeed.Sketches.Postgres;

namespace LambdaSpeed.Sketches;

/// <summary>HyperLogLog as PostgreSQL's extension <c>hll</c> stores it: how many distinct items a stream has.</summary>
/// <remarks>
/// <para>Bytes, promotions and estimates are those of the HLL storage specification 1.0.0, as the extension (and java-hll, js-hll) has
/// them: what is written here can be inserted into a column of type <c>hll</c> and merged there, and the reverse. The hash is the
/// extension's with seed 0: <see cref="Add(long)"/> is <c>hll_hash_bigint</c>, <see cref="AddInteger"/> <c>hll_hash_integer</c>, text
/// and bytes are <c>hll_hash_text</c> and <c>hll_hash_bytea</c>.</para>
/// <para>The standard error is 1.04 / √m, with m = 2^LogM registers, and a third more around 2.5 m items, where the specification changes
/// from one estimate to another; few items are counted exactly. Merging gives exactly what one
/// sketch of all would hold. For everything but PostgreSQL, <see cref="HllSketch"/> is the better choice.</para>
/// </remarks>
public sealed partial class PostgresHll : ISketch<PostgresHll>
{
    private readonly byte[] _head; // version, parameters and cut-offs as they are written; the type is set at each writing

    private ExplicitHashes? _explicit; // null once there are registers
    private byte[]? _registers;        // null while the hashes are kept

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="options">The parameters of the column; null for the extension's own.</param>
    public PostgresHll(PostgresHllOptions? options = null)
        : this(HeadOf(options ?? new PostgresHllOptions()))
    {
    }

    private PostgresHll(byte[] head)
    {
        _head = head;
        ExplicitLimit = DecodeExplicitLimit(head[CutoffByte], LogM, RegisterWidth);
        _explicit = new();
    }

    private PostgresHll(PostgresHll original)
    {
        _head = original._head;
        ExplicitLimit = original.ExplicitLimit;
        SparseLimit = original.SparseLimit;
        _explicit = original._explicit?.Copy();
        _registers = (byte[]?)original._registers?.Clone();
    }

    /// <summary>The logarithm of the number of registers.</summary>
    public int LogM => _head[ParameterByte] & 0x1F;

    /// <summary>How many bits a register takes.</summary>
    public int RegisterWidth => (_head[ParameterByte] >> 5) + 1;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _explicit is { Count: 0 };

    /// <summary>The estimated number of distinct items; exact while the hashes are kept.</summary>
    public double Estimate => _explicit?.Count ?? EstimateOf(_registers!, LogM, RegisterWidth);

    /// <summary>How many distinct hashes are kept before they become registers.</summary>
    public int ExplicitLimit { get; }

    /// <summary>Up to how many registers are written one by one, as <c>hll_set_max_sparse</c> sets it in PostgreSQL; it is not part of the
    /// bytes.</summary>
    /// <value>Null: while that is shorter.</value>
    public int? SparseLimit { get; set; }

    /// <summary>Adds an integer of 64 bits: <c>hll_hash_bigint</c>.</summary>
    /// <param name="item">The item.</param>
    public void Add(long item) => AddHash((long)Murmur3.FirstOf(item, seed: 0));

    /// <summary>Adds an integer of 32 bits: <c>hll_hash_integer</c>, which is another item than the same number in 64 bits.</summary>
    /// <param name="item">The item.</param>
    public void AddInteger(int item)
    {
        Span<byte> bytes = [(byte)item, (byte)(item >> 8), (byte)(item >> 16), (byte)(item >> 24)];
        Add(bytes);
    }

    /// <summary>Adds a text by its UTF-8 bytes: <c>hll_hash_text</c>.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<char> item) => AddHash((long)SketchHash.Of(item, seed: 0).First);

    /// <summary>Adds bytes: <c>hll_hash_bytea</c>.</summary>
    /// <param name="item">The item.</param>
    public void Add(ReadOnlySpan<byte> item) => AddHash((long)Murmur3.Of(item, seed: 0).First);

    /// <summary>Adds an item by a hash of your own, 64 well mixed bits.</summary>
    /// <param name="hash">The hash.</param>
    public void AddHash(long hash)
    {
        if (_registers is not null)
        {
            AddToRegisters(hash);
            return;
        }

        if (_explicit!.Contains(hash)) return;
        if (_explicit.Count < ExplicitLimit)
        {
            _explicit.Add(hash);
            return;
        }

        Promote();
        AddToRegisters(hash);
    }

    /// <inheritdoc/>
    public void Merge(PostgresHll other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._head[ParameterByte] != _head[ParameterByte] || other._head[CutoffByte] != _head[CutoffByte])
        {
            throw new ArgumentException("Sketches of different parameters cannot be merged, in PostgreSQL neither.", nameof(other));
        }

        if (other == this) return;

        if (other._registers is null)
        {
            foreach (var hash in other._explicit!.Sorted) AddHash(hash);
            return;
        }

        if (_registers is null) Promote();
        for (var i = 0; i < _registers!.Length; i++) _registers[i] = Math.Max(_registers[i], other._registers[i]);
    }

    /// <inheritdoc/>
    public PostgresHll Copy() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"PostgreSQL hll of {Estimate:0.##} items (m = 2^{LogM}, width {RegisterWidth})";

    private static double EstimateOf(byte[] registers, int logM, int width)
    {
        double m = registers.Length, sum = 0;
        var empty = 0;
        foreach (var register in registers)
        {
            sum += Math.ScaleB(1, -register);
            if (register == 0) empty++;
        }

        var alpha = logM switch { 4 => 0.673, 5 => 0.697, 6 => 0.709, _ => 0.7213 / (1 + (1.079 / m)) };
        var estimate = alpha * m * m / sum;
        if (empty != 0 && estimate < 5 * m / 2) return m * Math.Log(m / empty);

        var bits = (1 << width) - 2 + logM; // from where on hashes of that many bits meet too often
        if (bits > 62) return estimate;

        double all = 1L << bits;
        return estimate <= all / 30 ? estimate : -all * Math.Log(1 - Math.Min(estimate / all, Math.BitDecrement(1.0)));
    }

    private void AddToRegisters(long hash)
    {
        var rest = (ulong)hash >> LogM;
        if (rest == 0) return;

        ref var register = ref _registers![(int)hash & (_registers.Length - 1)];
        var value = Math.Min(BitOperations.TrailingZeroCount(rest) + 1, (1 << RegisterWidth) - 1);
        if (value > register) register = (byte)value;
    }

    private void Promote()
    {
        _registers = new byte[1 << LogM];
        foreach (var hash in _explicit!.Sorted) AddToRegisters(hash);
        _explicit = null;
    }
}
