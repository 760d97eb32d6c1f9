namespace LambdaSpeed.Windows;

/// <summary>Accumulates tuples by the session they belong to: sessions that a tuple links become one.</summary>
/// <remarks>The sessions of a union are the union of the sessions: neither order nor parts show. Source: T. Akidau et al., The Dataflow
/// Model, VLDB 2015, section 2.2.2 (unaligned windows that merge).</remarks>
internal readonly struct SessionAggregator<TValue, TAccumulator, TResult, TAggregator>(TAggregator aggregator, long gap)
    : IAggregator<(long Time, TValue Value), SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>>,
      ICopyingAggregator<SessionList<TAccumulator>>
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly TAggregator _aggregator = aggregator;

    public ICodec<SessionList<TAccumulator>>? AccumulatorCodec =>
        _aggregator.AccumulatorCodec is { } codec ? new SessionListCodec<TAccumulator>(codec) : null;

    public SessionList<TAccumulator> Zero() => new();

    public void Add(ref SessionList<TAccumulator> accumulator, (long Time, TValue Value) value) =>
        Add(accumulator, value.Time, value.Value, long.MinValue);

    /// <summary>Adds a value that no session is touched by which had ended before a horizon; says which session it is part of,
    /// whether that has begun with it, and whether it lasts longer than any of those that were touched.</summary>
    public (int Index, bool IsNew, bool IsLonger) Add(SessionList<TAccumulator> accumulator, long time, TValue value, long horizon)
    {
        var (first, count) = accumulator.FindTouched(time, time, gap, horizon);
        var sum = Sum(accumulator, first, count, out var begin, out var end);
        _aggregator.Add(ref sum, value);
        accumulator.Replace(first, count, new(Math.Min(begin, time), Math.Max(end, time), sum));
        return (first, count == 0, time > end);
    }

    public void Merge(ref SessionList<TAccumulator> accumulator, in SessionList<TAccumulator> other)
    {
        foreach (ref readonly var session in other.Sessions)
        {
            var (first, count) = accumulator.FindTouched(session.First, session.Last, gap);
            var sum = Sum(accumulator, first, count, out var begin, out var end);
            _aggregator.Merge(ref sum, session.Value);
            accumulator.Replace(first, count, new(Math.Min(begin, session.First), Math.Max(end, session.Last), sum));
        }
    }

    /// <summary>Adds what the next slice has of the key.</summary>
    public static void Append(ref SessionList<TAccumulator> accumulator, in SessionList<TAccumulator> next) =>
        accumulator = accumulator.With(next);

    public IReadOnlyList<Session<TResult>> Result(in SessionList<TAccumulator> accumulator)
    {
        var sessions = accumulator.Sessions;
        var results = new Session<TResult>[sessions.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = new(sessions[i].First, sessions[i].Last, _aggregator.Result(sessions[i].Value));
        }
        return results;
    }

    public SessionList<TAccumulator> Copy(in SessionList<TAccumulator> accumulator)
    {
        var sessions = accumulator.Sessions.ToArray();
        for (var i = 0; i < sessions.Length; i++) sessions[i] = Copy(sessions[i]);
        return new(sessions) { Continued = accumulator.Continued };
    }

    public Session<TAccumulator> Copy(in Session<TAccumulator> session) =>
        _aggregator is ICopyingAggregator<TAccumulator> copier ? session with { Value = copier.Copy(session.Value) } : session;

    /// <summary>What some neighbours amount to together: the first of them goes on, the others are merged into it.</summary>
    private TAccumulator Sum(SessionList<TAccumulator> list, int first, int count, out long begin, out long end)
    {
        (begin, end) = (long.MaxValue, long.MinValue);
        if (count == 0) return _aggregator.Zero();

        var touched = list.Sessions.Slice(first, count);
        (begin, end) = (touched[0].First, touched[^1].Last);
        var sum = touched[0].Value;
        foreach (ref readonly var session in touched[1..]) _aggregator.Merge(ref sum, session.Value);
        return sum;
    }
}
