using LambdaSpeed.Streams;

namespace LambdaSpeed.EventTime;

/// <summary>How far event time has come on all inputs of a task: the least watermark of the inputs that are live.</summary>
/// <remarks>Pure. It never goes back: an input that was idle and comes back behind the others is late. Touched only by the owning task's
/// step.</remarks>
internal sealed class WatermarkTracker(int inputs)
{
    private readonly long[] _latest = new long[inputs]; // by input; Idle and Final are not waited for

    /// <summary>The watermark of the inputs together.</summary>
    public long Current { get; private set; }

    /// <summary>Is no input live, so that whoever reads this task is not to wait for it?</summary>
    public bool IsIdle { get; private set; }

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
        var isIdle = false;
        foreach (var latest in _latest)
        {
            if (latest == Watermark.Idle) isIdle = true;
            else least = Math.Min(least, latest);
        }
        IsIdle = isIdle && least == Watermark.Final;
        if (!IsIdle) Current = Math.Max(Current, least);
    }
}
