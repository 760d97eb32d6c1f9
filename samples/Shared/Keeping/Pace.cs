using System.Diagnostics;

namespace Samples.Shared.Keeping;

/// <summary>Holds a thread back to so many turns a second, counted from the first one, so that delays do not add up.</summary>
internal sealed class Pace(int? perSecond)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Stopwatch _clock = new();
    private long _turns; // turns taken so far

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void WaitForTurn(CancellationToken cancellationToken)
    {
        if (perSecond is not { } rate) return;

        _clock.Start();
        var early = TimeSpan.FromSeconds((double)_turns / rate) - _clock.Elapsed;
        if (early >= ShortestWait) cancellationToken.WaitHandle.WaitOne(early);
        cancellationToken.ThrowIfCancellationRequested();
        _turns++;
    }
}
