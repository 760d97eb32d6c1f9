using LambdaSpeed.Streams;

namespace LambdaSpeed.EventTime;

/// <summary>How far event time has come on all inputs of a task: the least watermark of the inputs that are live. When none is, the
/// farthest that an idle one has come by the clock.</summary>
/// <remarks>Pure. It never goes back: an input that was idle and comes back behind the others is late. Touched only by the owning task's
/// step.</remarks>
internal sealed class WatermarkTracker(int inputs)
{
    private readonly long[] _latest = new long[inputs]; // by input; idle ones and Final are not waited for
    private long _byClock; // how far the idle ones have come; none while others are live

    /// <summary>The watermark of the inputs together.</summary>
    public long Current { get; private set; }

    /// <summary>Is no input live, so that whoever reads this task is not to wait for it?</summary>
    public bool IsIdle { get; private set; }

    /// <summary>The watermark as it is passed on.</summary>
    public long Told => !IsIdle ? Current : _byClock == Watermark.None ? Watermark.Idle : Watermark.IdleAt(Current);

    /// <summary>An input has come so far, or is idle.</summary>
    public void Observe(int input, long watermark)
    {
        _latest[input] = watermark;
        Update();
    }

    /// <summary>An input is at its true end. One that was stopped is not: it keeps its watermark, as its next start will go on
    /// there.</summary>
    public void End(int input) => Observe(input, Watermark.Final);

    private void Update()
    {
        var least = Watermark.Final;
        var (isIdle, byClock) = (false, Watermark.None);
        foreach (var latest in _latest)
        {
            if (Watermark.IsIdle(latest)) (isIdle, byClock) = (true, Math.Max(byClock, Watermark.TimeOf(latest)));
            else least = Math.Min(least, latest);
        }
        IsIdle = isIdle && least == Watermark.Final;
        _byClock = IsIdle ? byClock : Watermark.None;
        Current = Math.Max(Current, IsIdle ? byClock : least);
    }
}
