namespace LambdaSpeed.Sketches.Hll;

/// <summary>The registers of a 4-bit array whose value does not fit: an open-addressing table of coupons by slot.</summary>
/// <remarks>How it grows and where it puts a register is part of the format, as in <see cref="HllCoupons"/>.</remarks>
internal sealed class HllExceptions
{
    private readonly int _logK;
    private int[] _table;   // Coupon.None where empty; replaced when it grows
    private int[]? _asRead; // in the order they were read, until the next change

    public HllExceptions(int logK)
    {
        _logK = logK;
        LogSize = FirstLogSize(logK);
        _table = new int[1 << LogSize];
    }

    private HllExceptions(HllExceptions original)
    {
        _logK = original._logK;
        _table = (int[])original._table.Clone();
        _asRead = original._asRead;
        Count = original.Count;
        LogSize = original.LogSize;
    }

    public int Count { get; private set; }

    public int LogSize { get; private set; }

    public static HllExceptions Restore(int logK, int[] pairs)
    {
        var restored = new HllExceptions(logK);
        foreach (var pair in pairs) restored.Set(Coupon.SlotOf(pair) & ((1 << logK) - 1), Coupon.ValueOf(pair));
        if (restored.Count == pairs.Length) restored._asRead = pairs;
        return restored;
    }

    public HllExceptions Copy() => new(this);

    /// <summary>The value of a slot, 0 when it is no exception.</summary>
    public int ValueOf(int slot) => Coupon.ValueOf(_table[Find(slot)]);

    /// <summary>Adds a slot or changes its value.</summary>
    public void Set(int slot, int value)
    {
        var at = Find(slot);
        var isNew = _table[at] == Coupon.None;
        _table[at] = Coupon.Of(slot, value);
        _asRead = null;
        if (!isNew) return;

        Count++;
        if (4 * Count > 3 * _table.Length) Grow();
    }

    /// <summary>All of them as coupons, in the order they are written in.</summary>
    public IEnumerable<int> All() => _asRead ?? _table.Where(pair => pair != Coupon.None);

    private static int FirstLogSize(int logK) => logK switch { < 7 => 2, < 10 => 3, < 12 => 4, < 14 => 5, _ => logK - 8 };

    private int Find(int slot)
    {
        var mask = _table.Length - 1;
        var stride = (slot >>> LogSize) | 1;
        var at = slot & mask;
        while (_table[at] != Coupon.None && (Coupon.SlotOf(_table[at]) & ((1 << _logK) - 1)) != slot) at = (at + stride) & mask;
        return at;
    }

    private void Grow()
    {
        var old = _table;
        LogSize++;
        _table = new int[1 << LogSize];
        foreach (var pair in old)
        {
            if (pair != Coupon.None) _table[Find(Coupon.SlotOf(pair))] = pair;
        }
    }
}
