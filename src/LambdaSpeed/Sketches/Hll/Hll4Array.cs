namespace LambdaSpeed.Sketches.Hll;

/// <summary>Registers of four bits each, as their distance from the lowest; those 15 or more above it are kept aside.</summary>
internal sealed class Hll4Array : HllArray
{
    private const int Aside = 15; // stands in the array for a register that is among the exceptions

    private HllExceptions? _exceptions; // null while there are none; made anew when the lowest rises

    public Hll4Array(int logK) : base(logK, ByteCountOf(logK))
    {
    }

    private Hll4Array(Hll4Array original) : base(original) => _exceptions = original._exceptions?.Copy();

    public override HllWidth Width => HllWidth.Bits4;

    public HllExceptions? Exceptions => _exceptions;

    public override int this[int slot]
    {
        get
        {
            var distance = Distance(slot);
            return distance == Aside ? _exceptions!.ValueOf(slot) : Lowest + distance;
        }
    }

    public static int ByteCountOf(int logK) => 1 << (logK - 1);

    /// <summary>Takes over registers that were read; false when array and exceptions do not fit together.</summary>
    public static bool TryRestore(int logK, ReadOnlySpan<byte> bytes, int lowest, int[] exceptions, out Hll4Array restored)
    {
        restored = new Hll4Array(logK) { Lowest = lowest };
        bytes.CopyTo(restored.Bytes);
        if (exceptions.Length > 0) restored._exceptions = HllExceptions.Restore(logK, exceptions);

        var aside = 0;
        for (var i = 0; i < 1 << logK; i++)
        {
            if (restored.Distance(i) != Aside)
            {
                if (lowest + restored.Distance(i) > Coupon.GreatestValue) return false;
                continue;
            }

            aside++;
            if (restored._exceptions is null || restored._exceptions.ValueOf(i) < lowest + Aside) return false;
        }

        if (aside != exceptions.Length) return false;

        restored.Recount();
        return restored.Lowest == lowest;
    }

    public override void Raise(int slot, int value)
    {
        var distance = Distance(slot);
        if (value <= Lowest + distance) return;

        var old = this[slot];
        if (value <= old) return;

        NoteRise(old, value);
        Put(slot, value);
        if (old != Lowest) return;

        CountAtLowest--;
        while (CountAtLowest == 0) RaiseLowest();
    }

    public override HllArray Copy() => new Hll4Array(this);

    private int Distance(int slot) => (Bytes[slot >> 1] >> ((slot & 1) << 2)) & 0x0F;

    private void SetDistance(int slot, int distance)
    {
        ref var pair = ref Bytes[slot >> 1];
        var shift = (slot & 1) << 2;
        pair = (byte)((pair & ~(0x0F << shift)) | (distance << shift));
    }

    private void Put(int slot, int value)
    {
        if (value - Lowest < Aside)
        {
            SetDistance(slot, value - Lowest);
            return;
        }

        SetDistance(slot, Aside);
        _exceptions ??= new(LogK);
        _exceptions.Set(slot, value);
    }

    /// <summary>Moves the lowest up by one: all distances shrink, and some exceptions fit into the array again.</summary>
    private void RaiseLowest()
    {
        Lowest++;
        var count = 0;
        for (var i = 0; i < 1 << LogK; i++)
        {
            var distance = Distance(i);
            if (distance == Aside) continue;

            SetDistance(i, distance - 1);
            if (distance == 1) count++;
        }

        var old = _exceptions;
        _exceptions = null;
        foreach (var pair in old?.All() ?? []) Put(Coupon.SlotOf(pair) & ((1 << LogK) - 1), Coupon.ValueOf(pair));
        CountAtLowest = count;
    }
}
