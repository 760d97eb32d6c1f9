using System.Numerics;

namespace LambdaSpeed.Windows;

/// <summary>Windows of one size at equal distances; a tumbling window is as far from the next as it is long. Panes are as long as the
/// greatest length that divides size and distance.</summary>
internal sealed class HoppingWindows : PaneWindows
{
    /// <summary>Of so many panes a window may be made: to read one takes as many lookups.</summary>
    public const long MostPanes = 1_000_000;

    private readonly long _size;
    private readonly long _every;
    private readonly long _offset; // a window's start, and a pane's
    private readonly long _pane;

    public HoppingWindows(long size, long every, long offset) : base(NameOf(size, every, offset))
    {
        _size = size;
        _every = every;
        _pane = size / PanesIn(size, every);
        _offset = Remainder(DateTime.UnixEpoch.Ticks + offset, every);
    }

    /// <summary>How many panes a window is made of.</summary>
    public static long PanesIn(long size, long every) => size / (long)BigInteger.GreatestCommonDivisor(size, every);

    public override bool AreDisjoint => _size == _every;

    public override Pane PaneOf(long time)
    {
        var start = Floor(time, _pane);
        return new(start, start + _pane, Floor(time, _every) + _size);
    }

    public override WindowBounds WindowFrom(long start) => new(start, start + _size);

    public override long Overlap => (_size - _pane) / _every * _every;

    public override long EarliestBehind(long time) => Floor(time - _size, _every) + _every;

    public override IEnumerable<WindowBounds> WindowsOf(Pane pane)
    {
        var last = Floor(pane.Start, _every);
        for (var start = last - ((_size - 1) / _every * _every); start <= last; start += _every)
        {
            if (start + _size > pane.Start) yield return new(start, start + _size);
        }
    }

    public override IEnumerable<long> PanesOf(WindowBounds window)
    {
        for (var start = window.Start; start < window.End; start += _pane) yield return start;
    }

    private static string NameOf(long size, long every, long offset)
    {
        var name = size == every
            ? $"tumbling {TimeSpan.FromTicks(size):c}"
            : $"hopping {TimeSpan.FromTicks(size):c} by {TimeSpan.FromTicks(every):c}";
        return offset == 0 ? name : $"{name} from {TimeSpan.FromTicks(offset):c}";
    }

    private static long Remainder(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private long Floor(long time, long length) => time - Remainder(time - _offset, length);
}
