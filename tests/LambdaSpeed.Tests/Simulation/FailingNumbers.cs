using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>On which numbers a bolt fails once, and on which for ever.</summary>
/// <param name="Once">It fails once on multiples of this.</param>
/// <param name="Always">It fails for ever on the numbers before multiples of this.</param>
/// <param name="KeepsHalfEffects">The defect: it tries again by itself, on top of what the failed attempt has done.</param>
internal sealed record FailingNumbers(int Once, int Always, bool KeepsHalfEffects)
{
    public bool ForEver(long x) => x % Always == Always - 1;

    /// <summary>Calls the attempt; its argument says whether it is to fail when half of its effects are there.</summary>
    /// <param name="x">The number.</param>
    /// <param name="last">The number that the bolt failed on last, once: its memory.</param>
    /// <param name="attempt">The attempt.</param>
    public void Call(long x, ref long last, Action<bool> attempt)
    {
        var isFirst = x % Once == 0 && last != x;
        last = isFirst ? x : -1;
        try
        {
            attempt(isFirst || ForEver(x));
        }
        catch (TestFailure) when (KeepsHalfEffects && !ForEver(x))
        {
            last = -1;
            attempt(false);
        }
    }
}
