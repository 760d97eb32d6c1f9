namespace LambdaSpeed.Sketches.Hll;

/// <summary>Registers of a byte each.</summary>
internal sealed class Hll8Array : HllArray
{
    public Hll8Array(int logK) : base(logK, ByteCountOf(logK))
    {
    }

    private Hll8Array(Hll8Array original) : base(original)
    {
    }

    public override HllWidth Width => HllWidth.Bits8;

    public override int this[int slot] => Bytes[slot];

    public static int ByteCountOf(int logK) => 1 << logK;

    /// <summary>Takes over registers that were read.</summary>
    public static Hll8Array Restore(int logK, ReadOnlySpan<byte> bytes, int lowest)
    {
        var restored = new Hll8Array(logK);
        bytes.CopyTo(restored.Bytes);
        foreach (ref var register in restored.Bytes.AsSpan()) register = Math.Min(register, (byte)Coupon.GreatestValue);
        restored.Recount();
        if (lowest == 0 && restored.Lowest > 0) (restored.Lowest, restored.CountAtLowest) = (0, 0);
        return restored;
    }

    public override void Raise(int slot, int value)
    {
        ref var register = ref Bytes[slot];
        if (value <= register) return;

        NoteRise(register, value);
        if (register == Lowest) CountAtLowest--;
        register = (byte)value;
    }

    public override HllArray Copy() => new Hll8Array(this);
}
