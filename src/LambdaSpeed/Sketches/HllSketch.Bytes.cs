using LambdaSpeed.Sketches.Hll;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sketch: version 1 of family 7 of Apache DataSketches, in its compact form; read in its updatable form,
/// too.</content>
public sealed partial class HllSketch
{
    private const string Kind = "HLL sketch";
    private const int ListHead = 8;
    private const int SetHead = 12;
    private const int ArrayHead = 40;
    private const int Version = 1;

    private const int ListMode = 0;
    private const int SetMode = 1;
    private const int ArrayMode = 2;

    private const int EmptyFlag = 4;
    private const int CompactFlag = 8;
    private const int OutOfOrderFlag = 16;

    /// <inheritdoc/>
    public int ByteCount => _array is null
        ? (_coupons!.IsSet ? SetHead : ListHead) + (sizeof(int) * _coupons.Count)
        : ArrayHead + _array.Bytes.Length + (sizeof(int) * ((_array as Hll4Array)?.Exceptions?.Count ?? 0));

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        if (_array is null) Write(ref writer, _coupons!);
        else Write(ref writer, _array);
        return writer.Count;
    }

    /// <inheritdoc/>
    public static HllSketch Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var head = reader.Byte() & 0x3F;
        reader.Require(reader.Byte() == Version && reader.Byte() == SketchFamily.Hll, $"version {Version} and family {SketchFamily.Hll}");
        var logK = reader.Byte();
        reader.Require(logK is >= MinLogK and <= MaxLogK, $"a logarithm of k from {MinLogK} to {MaxLogK}");
        var logSize = reader.Byte();
        var flags = reader.Byte();
        var count = reader.Byte();
        var modes = reader.Byte();
        var mode = modes & 3;
        var width = (HllWidth)((modes >> 2) & 3);
        reader.Require(mode <= ArrayMode && width <= HllWidth.Bits8, "a known mode and a width of 4, 6 or 8 bits");
        reader.Require(4 * head == HeadOf(mode), "a preamble that fits its mode");

        var isCompact = (flags & CompactFlag) != 0;
        return mode == ArrayMode
            ? new(logK, width, null, ReadArray(ref reader, logK, width, logSize, flags, count))
            : ReadCoupons(ref reader, logK, width, mode == SetMode, mode == SetMode ? reader.Int32() : count, isCompact ? 0 : logSize);
    }

    private static int HeadOf(int mode) => mode switch { ListMode => ListHead, SetMode => SetHead, _ => ArrayHead };

    private static HllSketch ReadCoupons(
        ref SketchReader reader, int logK, HllWidth width, bool isSet, int count, int logSize)
    {
        var isFitting = isSet ? 4L * count <= 3L << (logK - 3) && logK >= 8 : count <= 8;
        reader.Require(count >= 0 && isFitting, "as many coupons as its mode can have");
        reader.Require(logSize <= MaxLogK - 3, "a table no larger than its mode can have");
        var stored = reader.Int32s(isSet && logSize > 0 ? 1 << logSize : count);
        var present = 0;
        foreach (var coupon in stored)
        {
            if (coupon == Coupon.None) continue;

            reader.Require(Coupon.ValueOf(coupon) > 0, "coupons with a value");
            present++;
        }

        reader.Require(present == count, "as many coupons as it says");
        var sketch = new HllSketch(logK, width, HllCoupons.Restore(logK, stored, isSet), null);
        if (sketch._coupons!.IsFull) sketch.Promote();
        return sketch;
    }

    private static HllArray ReadArray(
        ref SketchReader reader, int logK, HllWidth width, int logExceptions, int flags, int lowest)
    {
        var hip = reader.Double();
        reader.Double(); // the sums follow from the registers
        reader.Double();
        reader.Int32();
        var exceptionCount = reader.Int32();
        reader.Require(double.IsFinite(hip) && hip >= 0, "an estimate that is a number");
        HllArray array;
        if (width == HllWidth.Bits4)
        {
            var bytes = reader.Take(Hll4Array.ByteCountOf(logK));
            var isTable = (flags & CompactFlag) == 0 && exceptionCount > 0;
            reader.Require(exceptionCount >= 0 && (!isTable || logExceptions < logK), "exceptions in a table smaller than the array");
            int[] exceptions = [.. reader.Int32s(isTable ? 1 << logExceptions : exceptionCount).Where(pair => pair != Coupon.None)];
            var fits = Hll4Array.TryRestore(logK, bytes, lowest, exceptions, out var restored) && exceptions.Length == exceptionCount;
            reader.Require(fits, "exceptions for just those registers that want one");
            array = restored;
        }
        else
        {
            array = width == HllWidth.Bits6
                ? Hll6Array.Restore(logK, reader.Take(Hll6Array.ByteCountOf(logK)))
                : Hll8Array.Restore(logK, reader.Take(Hll8Array.ByteCountOf(logK)), lowest);
            array.IsFlaggedCompact = (flags & CompactFlag) != 0;
        }

        array.SetHistory(hip, (flags & OutOfOrderFlag) != 0);
        return array;
    }

    private void Write(ref SketchWriter writer, HllCoupons coupons)
    {
        var mode = coupons.IsSet ? SetMode : ListMode;
        WriteHead(
            ref writer, mode, coupons.LogSize, CompactFlag | (coupons.Count == 0 ? EmptyFlag : 0), coupons.IsSet ? 0 : coupons.Count);
        if (coupons.IsSet) writer.Int32(coupons.Count);

        Span<int> all = coupons.Count <= 256 ? stackalloc int[coupons.Count] : new int[coupons.Count];
        coupons.CopyTo(all);
        writer.Int32s(all);
    }

    private void Write(ref SketchWriter writer, HllArray array)
    {
        var exceptions = (array as Hll4Array)?.Exceptions;
        var flags = (array.IsOutOfOrder ? OutOfOrderFlag : 0) | (array.EmptyCount == 1 << LogK ? EmptyFlag : 0);
        if (array.IsFlaggedCompact || Width == HllWidth.Bits4) flags |= CompactFlag;
        WriteHead(ref writer, ArrayMode, exceptions?.LogSize ?? 0, flags, array.Lowest);
        writer.Double(array.Hip);
        writer.Double(array.LowSum);
        writer.Double(array.HighSum);
        writer.Int32(array.CountAtLowest);
        writer.Int32(exceptions?.Count ?? 0);
        writer.Bytes(array.Bytes);
        foreach (var pair in exceptions?.All() ?? []) writer.Int32(pair);
    }

    private void WriteHead(ref SketchWriter writer, int mode, int logSize, int flags, int count)
    {
        writer.Byte(HeadOf(mode) / sizeof(int));
        writer.Byte(Version);
        writer.Byte(SketchFamily.Hll);
        writer.Byte(LogK);
        writer.Byte(logSize);
        writer.Byte(flags);
        writer.Byte(count);
        writer.Byte(mode | ((int)Width << 2));
    }
}
