using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Hll;

/// <summary>The registers of a sketch that has seen many items, each the greatest value that came to its slot.</summary>
/// <remarks>Keeps two estimates as it goes. HIP ("historic inverse probability", Cohen 2014, Ting 2014) sums, at each rise of a
/// register, how unlikely a rise was; it is the better one while the order of the items is known. The sums of 2^-value, of values below
/// 32 and of the others, are exact and depend on the registers alone.</remarks>
internal abstract class HllArray
{
    protected HllArray(int logK, int byteCount)
    {
        LogK = logK;
        Bytes = new byte[byteCount];
        CountAtLowest = 1 << logK;
        LowSum = 1 << logK;
    }

    protected HllArray(HllArray original)
    {
        LogK = original.LogK;
        Bytes = (byte[])original.Bytes.Clone();
        Hip = original.Hip;
        LowSum = original.LowSum;
        HighSum = original.HighSum;
        IsOutOfOrder = original.IsOutOfOrder;
        Lowest = original.Lowest;
        CountAtLowest = original.CountAtLowest;
        IsFlaggedCompact = original.IsFlaggedCompact;
    }

    public int LogK { get; }

    /// <summary>The registers as they are written.</summary>
    public byte[] Bytes { get; }

    public abstract HllWidth Width { get; }

    /// <summary>The estimate by history; 0 when out of order.</summary>
    public double Hip { get; protected set; }

    /// <summary>The sum of 2^-value over the registers below 32.</summary>
    public double LowSum { get; protected set; }

    /// <summary>The sum of 2^-value over the registers from 32 on.</summary>
    public double HighSum { get; protected set; }

    /// <summary>Whether the history is lost, because two arrays were merged.</summary>
    public bool IsOutOfOrder { get; private set; }

    /// <summary>A bound that no register is below: the offset of a 4-bit array, zero in others unless it was read so.</summary>
    public int Lowest { get; protected set; }

    public int CountAtLowest { get; protected set; }

    /// <summary>Whether a flag is written that means nothing in 6- and 8-bit arrays; the two libraries differ in it.</summary>
    public bool IsFlaggedCompact { get; set; }

    /// <summary>How many registers no item has come to.</summary>
    public int EmptyCount => Lowest == 0 ? CountAtLowest : 0;

    public static HllArray Create(HllWidth width, int logK) => width switch
    {
        HllWidth.Bits4 => new Hll4Array(logK),
        HllWidth.Bits6 => new Hll6Array(logK),
        _ => new Hll8Array(logK),
    };

    public abstract int this[int slot] { get; }

    /// <summary>Raises a register to a value if that is greater.</summary>
    public abstract void Raise(int slot, int value);

    public abstract HllArray Copy();

    /// <summary>Forgets the history, for the registers have come out of order.</summary>
    public void LoseOrder()
    {
        IsOutOfOrder = true;
        Hip = 0;
    }

    /// <summary>Takes over the history of what this array has the registers of.</summary>
    public void SetHistory(double hip, bool isOutOfOrder)
    {
        IsOutOfOrder = isOutOfOrder;
        Hip = isOutOfOrder ? 0 : hip;
    }

    public void RaiseAll(HllArray other)
    {
        var mask = (1 << LogK) - 1;
        var count = 1 << other.LogK;
        for (var i = 0; i < count; i++)
        {
            var value = other[i];
            if (value > 0) Raise(i & mask, value);
        }
    }

    /// <summary>The same registers in another width or in fewer slots.</summary>
    public HllArray As(HllWidth width, int logK)
    {
        var converted = Create(width, logK);
        converted.RaiseAll(this);
        converted.SetHistory(Hip, IsOutOfOrder);
        return converted;
    }

    /// <summary>Keeps the sums at a rise; called before the register changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void NoteRise(int from, int to)
    {
        if (!IsOutOfOrder) Hip += (1 << LogK) / (LowSum + HighSum);
        if (from < 32) LowSum -= PowerOf(from);
        else HighSum -= PowerOf(from);
        if (to < 32) LowSum += PowerOf(to);
        else HighSum += PowerOf(to);
    }

    /// <summary>Computes from the registers what depends on them alone, after they were read.</summary>
    protected void Recount()
    {
        double low = 0, high = 0;
        int lowest = Coupon.GreatestValue, count = 0;
        for (var i = 0; i < 1 << LogK; i++)
        {
            var value = this[i];
            if (value < 32) low += PowerOf(value);
            else high += PowerOf(value);
            if (value < lowest) (lowest, count) = (value, 0);
            if (value == lowest) count++;
        }

        (LowSum, HighSum, Lowest, CountAtLowest) = (low, high, lowest, count);
    }

    /// <summary>2^-value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOf(int value) => BitConverter.Int64BitsToDouble((1023L - value) << 52);
}
