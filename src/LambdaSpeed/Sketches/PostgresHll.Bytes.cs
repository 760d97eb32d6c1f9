using System.Buffers.Binary;
using System.Numerics;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sketch: HLL storage specification, schema version 1.</content>
public sealed partial class PostgresHll
{
    private const string Kind = "PostgreSQL hll";
    private const int HeadLength = 3;
    private const int ParameterByte = 1;
    private const int CutoffByte = 2;
    private const int SparseBit = 0x40;
    private const int AutomaticCutoff = 63;
    private const int MinLogM = 4;
    private const int MaxLogM = 17;
    private const int MaxWidth = 7;

    private const int VersionNibble = 0x10;
    private const int EmptyType = 1;
    private const int ExplicitType = 2;
    private const int SparseType = 3;
    private const int FullType = 4;

    /// <inheritdoc/>
    public int ByteCount => HeadLength + (_explicit is not null
        ? _explicit.Count * sizeof(long)
        : IsSparse(out var filled) ? BytesOf(filled, LogM + RegisterWidth) : BytesOf(_registers!.Length, RegisterWidth));

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        var isSparse = IsSparse(out _);
        var type = _explicit is null ? isSparse ? SparseType : FullType : _explicit.Count == 0 ? EmptyType : ExplicitType;
        writer.Byte(VersionNibble | type);
        writer.Byte(_head[ParameterByte]);
        writer.Byte(_head[CutoffByte]);
        if (_explicit is not null)
        {
            foreach (var hash in _explicit.Sorted) BinaryPrimitives.WriteInt64BigEndian(writer.Next(sizeof(long)), hash);
            return writer.Count;
        }

        var data = writer.Next(ByteCount - HeadLength);
        data.Clear();
        var bits = default(HighBits);
        for (var i = 0; i < _registers!.Length; i++)
        {
            if (!isSparse) bits.Put(data, _registers[i], RegisterWidth);
            else if (_registers[i] != 0) bits.Put(data, (uint)(i << RegisterWidth) | _registers[i], LogM + RegisterWidth);
        }

        return writer.Count;
    }

    /// <summary>Reads a sketch; as its end is not written into it, nothing may follow.</summary>
    /// <inheritdoc/>
    public static PostgresHll Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var head = reader.Take(HeadLength).ToArray();
        var type = head[0] & 0x0F;
        var (logM, width) = (head[ParameterByte] & 0x1F, (head[ParameterByte] >> 5) + 1);
        reader.Require((head[0] & 0xF0) == VersionNibble && type is >= EmptyType and <= FullType, "version 1 and a type from 1 to 4");
        reader.Require(logM is >= MinLogM and <= MaxLogM && width <= MaxWidth, "4 to 17 as logarithm of m, and registers of up to 7 bits");
        reader.Require((head[CutoffByte] & ~SparseBit) is AutomaticCutoff or <= 31, "a cut-off of 0 to 31 or 63");
        var sketch = new PostgresHll(head);
        var data = reader.Take(reader.Remaining);
        var isRead = type switch
        {
            EmptyType => data.IsEmpty,
            ExplicitType => sketch.TryTakeExplicit(data),
            SparseType => sketch.TryTakeSparse(data),
            _ => sketch.TryTakeFull(data),
        };
        reader.Require(isRead, "as many hashes or registers as its type has, in order");
        return sketch;
    }

    private static int BytesOf(int count, int width) => (int)(((long)count * width + 7) / 8);

    private static byte[] HeadOf(PostgresHllOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LogM, MinLogM, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LogM, MaxLogM, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RegisterWidth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.RegisterWidth, MaxWidth, nameof(options));
        if (options.ExplicitLimit is < -1 or > 1 << 14 || (options.ExplicitLimit > 0 && !BitOperations.IsPow2(options.ExplicitLimit)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.ExplicitLimit, "The explicit limit is -1, 0 or a power of two up to 2^14.");
        }

        var cutoff = options.ExplicitLimit switch
        {
            -1 => AutomaticCutoff,
            0 => 0,
            var limit => BitOperations.Log2((uint)limit) + 1,
        };
        return
        [
            VersionNibble | EmptyType,
            (byte)(((options.RegisterWidth - 1) << 5) | options.LogM),
            (byte)(cutoff | (options.IsSparseEnabled ? SparseBit : 0)),
        ];
    }

    private static int DecodeExplicitLimit(int cutoffs, int logM, int width) => (cutoffs & ~SparseBit & 0x7F) switch
    {
        0 => 0,
        AutomaticCutoff => BytesOf(1 << logM, width) / sizeof(long),
        var cutoff => 1 << Math.Min(cutoff - 1, 14),
    };

    private bool IsSparse(out int filled)
    {
        filled = 0;
        if (_registers is null || (_head[CutoffByte] & SparseBit) == 0) return false;

        foreach (var register in _registers) filled += register != 0 ? 1 : 0;
        return SparseLimit is { } limit ? filled <= limit : filled * (LogM + RegisterWidth) < _registers.Length * RegisterWidth;
    }

    private bool TryTakeExplicit(ReadOnlySpan<byte> data)
    {
        if (data.Length % sizeof(long) != 0 || data.IsEmpty) return false;

        for (; !data.IsEmpty; data = data[sizeof(long)..])
        {
            var hash = BinaryPrimitives.ReadInt64BigEndian(data);
            if (_explicit!.Count > 0 && _explicit.Sorted[^1] >= hash) return false;

            _explicit.Add(hash);
        }

        return true;
    }

    private bool TryTakeSparse(ReadOnlySpan<byte> data)
    {
        Promote();
        var width = LogM + RegisterWidth;
        var count = data.Length * 8 / width;
        if (BytesOf(count, width) != data.Length) return false;

        var bits = default(HighBits);
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            var entry = (int)bits.Take(data, width);
            var (index, value) = (entry >> RegisterWidth, entry & ((1 << RegisterWidth) - 1));
            if (value == 0 && i == count - 1 && RegisterWidth + LogM <= 8) return true; // padding as long as an entry
            if (index <= last || value == 0) return false;

            _registers![index] = (byte)value;
            last = index;
        }

        return true;
    }

    private bool TryTakeFull(ReadOnlySpan<byte> data)
    {
        if (data.Length != BytesOf(1 << LogM, RegisterWidth)) return false;

        Promote();
        var bits = default(HighBits);
        for (var i = 0; i < _registers!.Length; i++) _registers[i] = (byte)bits.Take(data, RegisterWidth);
        return true;
    }
}
