namespace LambdaSpeed.Joins;

/// <summary>What a join does.</summary>
/// <param name="Window">How far apart two tuples may be.</param>
/// <param name="KeepsLeft">Does a left tuple without partner make a result?</param>
/// <param name="KeepsRight">Does a right tuple without partner make a result?</param>
/// <param name="Selector">Makes the result of two tuples; the default stands for a partner that there is not.</param>
internal sealed record JoinRule<TLeft, TRight, TOut>(
    JoinWindow Window, bool KeepsLeft, bool KeepsRight, Func<TLeft?, TRight?, TOut> Selector)
{
    /// <summary>By how much a result may be behind the watermark, in ticks: one without partner has the time of its tuple, and is made
    /// when no partner can come any more.</summary>
    public long HeldBack => Window.Lateness.Ticks
        + Math.Max(KeepsLeft ? Window.After.Ticks : 0, KeepsRight ? Window.Before.Ticks : 0);
}
