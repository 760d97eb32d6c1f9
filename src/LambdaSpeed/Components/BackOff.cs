namespace LambdaSpeed.Components;

/// <summary>Delays that double with each failure, up to a longest one.</summary>
internal static class BackOff
{
    /// <param name="first">The delay after the first failure.</param>
    /// <param name="longest">The longest delay.</param>
    /// <param name="failures">Failures so far, at least 1.</param>
    public static TimeSpan Delay(TimeSpan first, TimeSpan longest, int failures)
    {
        var ticks = first.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)); // as a number, since a TimeSpan may overflow
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }
}
