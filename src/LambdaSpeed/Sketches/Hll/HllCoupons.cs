namespace LambdaSpeed.Sketches.Hll;

/// <summary>The distinct coupons of a sketch that has seen few items: a list of up to seven, then an open-addressing set.</summary>
/// <remarks>How it grows and where it puts a coupon is part of the format: the coupons are written in the order of the table.</remarks>
internal sealed class HllCoupons
{
    private const int LogListSize = 3;
    private const int LogFirstSetSize = 5;

    private readonly int _logK;
    private int[] _table = new int[1 << LogListSize]; // Coupon.None where empty; replaced when the set grows
    private int[]? _asRead;                           // in the order they were read, until the next is added

    public HllCoupons(int logK) => _logK = logK;

    private HllCoupons(HllCoupons original)
    {
        _logK = original._logK;
        _table = (int[])original._table.Clone();
        _asRead = original._asRead;
        Count = original.Count;
        IsSet = original.IsSet;
        LogSize = original.LogSize;
    }

    public int Count { get; private set; }

    public bool IsSet { get; private set; }

    /// <summary>The logarithm of the table's size.</summary>
    public int LogSize { get; private set; } = LogListSize;

    /// <summary>Whether there are so many that registers are smaller.</summary>
    public bool IsFull => IsSet ? IsOverThreeQuarters && LogSize == _logK - 3 : Count == _table.Length && _logK < 8;

    private bool IsOverThreeQuarters => 4 * Count > 3 * _table.Length;

    /// <summary>Takes over coupons that were read, which need not be distinct; the caller sees to it that they are not too many.</summary>
    public static HllCoupons Restore(int logK, ReadOnlySpan<int> coupons, bool isSet)
    {
        var restored = new HllCoupons(logK);
        if (isSet) restored.BecomeSet();
        foreach (var coupon in coupons)
        {
            if (coupon != Coupon.None) restored.Add(coupon);
        }

        int[] asRead = [.. coupons.ToArray().Where(coupon => coupon != Coupon.None)];
        if (asRead.Length == restored.Count && restored.IsSet == isSet) restored._asRead = asRead;
        return restored;
    }

    public HllCoupons Copy() => new(this);

    public void Add(int coupon)
    {
        var at = IsSet ? Find(_table, LogSize, coupon) : FindInList(coupon);
        if (_table[at] == coupon) return;

        _table[at] = coupon;
        _asRead = null;
        Count++;
        if (!IsSet && Count == _table.Length && _logK >= 8) BecomeSet();
        else if (IsSet && IsOverThreeQuarters && LogSize < _logK - 3) MoveTo(LogSize + 1);
    }

    /// <summary>Puts them into <paramref name="destination"/>, which holds <see cref="Count"/>, in the order they are written in.</summary>
    public void CopyTo(Span<int> destination)
    {
        if (_asRead is not null)
        {
            _asRead.CopyTo(destination);
            return;
        }

        var at = 0;
        foreach (var coupon in _table)
        {
            if (coupon != Coupon.None) destination[at++] = coupon;
        }
    }

    public ReadOnlySpan<int> AsTable() => _table;

    private static int Find(int[] table, int logSize, int coupon)
    {
        var mask = table.Length - 1;
        var stride = (Coupon.SlotOf(coupon) >>> logSize) | 1;
        var at = coupon & mask;
        while (table[at] != Coupon.None && table[at] != coupon) at = (at + stride) & mask; // ends: a quarter is empty
        return at;
    }

    private int FindInList(int coupon)
    {
        var at = 0;
        while (_table[at] != Coupon.None && _table[at] != coupon) at++; // ends: a full list has become something else
        return at;

    }

    private void BecomeSet()
    {
        IsSet = true;
        MoveTo(LogFirstSetSize);
    }

    private void MoveTo(int logSize)
    {
        var table = new int[1 << logSize];
        foreach (var coupon in _table)
        {
            if (coupon != Coupon.None) table[Find(table, logSize, coupon)] = coupon;
        }

        _table = table;
        LogSize = logSize;
    }
}
