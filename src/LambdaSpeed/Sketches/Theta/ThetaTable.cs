using System.Buffers;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Theta;

/// <summary>The distinct hashes below theta, in an open-addressing table that is cut back to the k least when it is full.</summary>
/// <remarks>Sizes and probing are those of DataSketches, so that a table can be written as it is. Once it has its full size, nothing is
/// allocated any more: cutting back works in place, with a rented array.</remarks>
internal sealed class ThetaTable
{
    public const int MinLogSize = 5;

    private const int StrideMask = 0x7F;

    private readonly int _logK;
    private long[] _hashes = []; // 0 where empty; replaced when the table grows
    private int _limit;          // how many hashes there may be before the table grows or is cut back

    public ThetaTable(int logK) => _logK = logK;

    private ThetaTable(ThetaTable original)
    {
        _logK = original._logK;
        _hashes = (long[])original._hashes.Clone();
        _limit = original._limit;
        Count = original.Count;
        Theta = original.Theta;
        LogSize = original.LogSize;
    }

    public int Count { get; private set; }

    /// <summary>The bound that all hashes are below.</summary>
    public long Theta { get; private set; } = long.MaxValue;

    /// <summary>The logarithm of the table's size; the table of an empty sketch is made with its first hash.</summary>
    public int LogSize { get; private set; } = MinLogSize;

    /// <summary>The slots, 0 where empty; none before the first hash.</summary>
    public ReadOnlySpan<long> Slots => _hashes;

    public ThetaTable Copy() => new(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long hash)
    {
        if (hash < Theta && hash != 0) Insert(hash);
    }

    /// <summary>Lowers theta to a bound and drops the hashes that are not below it.</summary>
    public void LowerTheta(long theta)
    {
        if (theta >= Theta) return;

        Theta = theta;
        if (Count > 0) KeepBelowTheta();
    }

    public long[] ToSorted()
    {
        var sorted = new long[Count];
        var at = 0;
        foreach (var hash in _hashes)
        {
            if (hash != 0) sorted[at++] = hash;
        }

        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Takes over a table that was read; false when it is not one that could have been written.</summary>
    public bool TryRestore(int logSize, long theta, long[] slots)
    {
        Theta = theta;
        LogSize = logSize;
        _hashes = slots;
        SetLimit();
        var mask = slots.Length - 1;
        foreach (var hash in slots)
        {
            if (hash == 0) continue;
            if (hash < 0 || hash >= theta || ++Count > _limit) return false;
        }

        for (var i = 0; i <= mask; i++)
        {
            if (slots[i] != 0 && Find(slots[i]) != i) return false;
        }

        return true;
    }

    private void Insert(long hash)
    {
        if (_hashes.Length == 0) Resize(MinLogSize);

        ref var slot = ref _hashes[Find(hash)];
        if (slot == hash) return;

        slot = hash;
        if (++Count <= _limit) return;

        if (LogSize <= _logK) Resize(LogSize + 1);
        else CutBack();
    }

    private int Find(long hash)
    {
        var mask = _hashes.Length - 1;
        var stride = (2 * (int)((hash >>> LogSize) & StrideMask)) + 1;
        var at = (int)hash & mask;
        while (_hashes[at] != 0 && _hashes[at] != hash) at = (at + stride) & mask; // ends: the limit leaves slots empty
        return at;
    }

    private void SetLimit() => _limit = LogSize <= _logK ? 1 << (LogSize - 1) : (15 << LogSize) / 16;

    private void Resize(int logSize)
    {
        var old = _hashes;
        LogSize = logSize;
        _hashes = new long[1 << logSize];
        SetLimit();
        foreach (var hash in old)
        {
            if (hash != 0) _hashes[Find(hash)] = hash;
        }
    }

    /// <summary>Makes the k+1-th least hash the new theta.</summary>
    private void CutBack()
    {
        var rented = ArrayPool<long>.Shared.Rent(Count);
        var all = Gather(rented);
        Theta = QuickSelect.Of(all, 1 << _logK);
        Refill(all[..(1 << _logK)]);
        ArrayPool<long>.Shared.Return(rented);
    }

    private void KeepBelowTheta()
    {
        var rented = ArrayPool<long>.Shared.Rent(Count);
        Refill(Gather(rented));
        ArrayPool<long>.Shared.Return(rented);
    }

    private Span<long> Gather(long[] destination)
    {
        var count = 0;
        foreach (var hash in _hashes)
        {
            if (hash != 0) destination[count++] = hash;
        }

        return destination.AsSpan(0, count);
    }

    private void Refill(ReadOnlySpan<long> hashes)
    {
        Array.Clear(_hashes);
        Count = 0;
        foreach (var hash in hashes)
        {
            if (hash >= Theta) continue;

            _hashes[Find(hash)] = hash;
            Count++;
        }
    }
}
