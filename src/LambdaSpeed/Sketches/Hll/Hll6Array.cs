using System.Buffers.Binary;

namespace LambdaSpeed.Sketches.Hll;

/// <summary>Registers of six bits each, packed from the low bits up.</summary>
internal sealed class Hll6Array : HllArray
{
    private const int Mask = 0x3F;

    public Hll6Array(int logK) : base(logK, ByteCountOf(logK))
    {
    }

    private Hll6Array(Hll6Array original) : base(original)
    {
    }

    public override HllWidth Width => HllWidth.Bits6;

    public override int this[int slot] => (BinaryPrimitives.ReadUInt16LittleEndian(PairOf(slot)) >> ShiftOf(slot)) & Mask;

    /// <summary>One byte more than the registers take, so that each can be read as part of two bytes.</summary>
    public static int ByteCountOf(int logK) => (3 << logK >> 2) + 1;

    /// <summary>Takes over registers that were read.</summary>
    public static Hll6Array Restore(int logK, ReadOnlySpan<byte> bytes)
    {
        var restored = new Hll6Array(logK);
        bytes.CopyTo(restored.Bytes);
        restored.Recount();
        if (restored.Lowest > 0) (restored.Lowest, restored.CountAtLowest) = (0, 0);
        return restored;
    }

    public override void Raise(int slot, int value)
    {
        var pair = PairOf(slot);
        var shift = ShiftOf(slot);
        var both = BinaryPrimitives.ReadUInt16LittleEndian(pair);
        var old = (both >> shift) & Mask;
        if (value <= old) return;

        NoteRise(old, value);
        if (old == 0) CountAtLowest--;
        BinaryPrimitives.WriteUInt16LittleEndian(pair, (ushort)((both & ~(Mask << shift)) | (value << shift)));
    }

    public override HllArray Copy() => new Hll6Array(this);

    private static int ShiftOf(int slot) => (slot * 6) & 7;

    private Span<byte> PairOf(int slot) => Bytes.AsSpan((slot * 6) >> 3, 2);
}
