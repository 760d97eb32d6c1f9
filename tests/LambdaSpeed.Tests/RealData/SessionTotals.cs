namespace LambdaSpeed.Tests.RealData;

/// <summary>What all sessions amount to.</summary>
/// <param name="Sessions">How many there are.</param>
/// <param name="Events">Of how many tuples.</param>
/// <param name="ByLength">How many of one tuple, of two, of three to five, of six to ten.</param>
/// <param name="SumDuration">How long they last together, in seconds.</param>
/// <param name="MaxDuration">How long the longest lasts.</param>
/// <param name="MaxEvents">How many tuples the largest has.</param>
internal sealed record SessionTotals(
    long Sessions, long Events, (long One, long Two, long Few, long Many) ByLength, long SumDuration, long MaxDuration, long MaxEvents)
{
    /// <summary>As the summary of a data set has them.</summary>
    public Dictionary<string, object> Numbers => new()
    {
        ["sessions"] = Sessions,
        ["events"] = Events,
        ["single_event_sessions"] = ByLength.One,
        ["by_length"] = new Dictionary<string, long>
        {
            ["1"] = ByLength.One,
            ["2"] = ByLength.Two,
            ["3-5"] = ByLength.Few,
            ["6-10"] = ByLength.Many,
            ["11+"] = Sessions - ByLength.One - ByLength.Two - ByLength.Few - ByLength.Many,
        },
        ["sum_duration_s"] = SumDuration,
        ["max_duration_s"] = MaxDuration,
        ["max_events"] = MaxEvents,
    };

    /// <summary>Adds them up from the stream of sessions, as each becomes final.</summary>
    public static ViewName<int, SessionTotals> Of<TKey, T>(WindowedAggregation<TKey, T, long> sessions, string name)
        where TKey : notnull => sessions.ToStream(FiringPolicy.WhenFinal()).GroupBy(_ => 0).Aggregate(name, a => a.Combine(
            a.Combine(a.Count(), a.Sum(session => session.Value), a.Max(session => session.Value)),
            a.Combine(
                a.CountWhere(session => session.Value == 1), a.CountWhere(session => session.Value == 2),
                a.CountWhere(session => session.Value is >= 3 and <= 5), a.CountWhere(session => session.Value is >= 6 and <= 10)),
            a.Combine(a.Sum(session => Duration(session)), a.Max(session => Duration(session))),
            (counts, lengths, durations) => new SessionTotals(
                counts.First, counts.Second, lengths, durations.First, durations.Second ?? 0, counts.Third ?? 0))).ToView();

    private static long Duration<TKey>(WindowFiring<TKey, long> session) => (long)(session.End - session.Start).TotalSeconds;
}
