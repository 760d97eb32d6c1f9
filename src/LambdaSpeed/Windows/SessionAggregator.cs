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
        var sum = Sum(accumulator, first, count, out var begin, out var end, out var before);
        _aggregator.Add(ref sum, value);
        accumulator.Replace(first, count, new(Math.Min(begin, time), Math.Max(end, time), sum, before));
        return (first, count == 0, time > end);
    }

    public void Merge(ref SessionList<TAccumulator> accumulator, in SessionList<TAccumulator> other)
    {
        foreach (ref readonly var session in other.Sessions)
        {
            var (first, count) = accumulator.FindTouched(session.First, session.Last, gap);
            var sum = Sum(accumulator, first, count, out var begin, out var end, out _);
            _aggregator.Merge(ref sum, session.Value);
            accumulator.Replace(first, count, new(Math.Min(begin, session.First), Math.Max(end, session.Last), sum));
        }
    }

    /// <summary>Adds what the next slice has of the key. Neither list is changed, nor any value of theirs.</summary>
    public void Append(ref SessionList<TAccumulator> accumulator, in SessionList<TAccumulator> next)
    {
        if (accumulator.Count > 0) accumulator = accumulator.With(next, Joined);
        else accumulator = next;
    }

    public IReadOnlyList<Session<TResult>> Result(in SessionList<TAccumulator> accumulator)
    {
        var results = new List<Session<TResult>>(accumulator.Count);
        foreach (ref readonly var session in accumulator.Sessions)
        {
            if (!session.IsShadow) results.Add(new(session.First, session.Last, _aggregator.Result(session.Value)));
        }
        return results;
    }

    public SessionList<TAccumulator> Copy(in SessionList<TAccumulator> accumulator)
    {
        var sessions = accumulator.Sessions.ToArray();
        for (var i = 0; i < sessions.Length; i++) sessions[i] = Copy(sessions[i]);
        return new(sessions);
    }

    private Session<TAccumulator> Copy(in Session<TAccumulator> session) =>
        _aggregator is ICopyingAggregator<TAccumulator> copier && !session.IsShadow
            ? session with { Value = copier.Copy(session.Value) }
            : session;

    /// <summary>What two sessions amount to together; both stay as they are.</summary>
    private TAccumulator Joined(TAccumulator earlier, TAccumulator later)
    {
        var sum = _aggregator.Zero();
        _aggregator.Merge(ref sum, earlier);
        _aggregator.Merge(ref sum, later);
        return sum;
    }

    /// <summary>What some neighbours amount to together: the first of them that has a value goes on, the others are merged into
    /// it.</summary>
    private TAccumulator Sum(
        SessionList<TAccumulator> list, int first, int count, out long begin, out long end, out SessionBounds[]? before)
    {
        (begin, end, before) = (long.MaxValue, long.MinValue, null);
        if (count == 0) return _aggregator.Zero();

        var touched = list.Sessions.Slice(first, count);
        (begin, end) = (touched[0].First, touched[^1].Last);
        var (sum, isEmpty) = (default(TAccumulator)!, true);
        foreach (ref readonly var session in touched)
        {
            if (session.Before is { } from) before = before is null ? from : [.. before, .. from];
            if (session.IsShadow) continue;
            if (isEmpty) (sum, isEmpty) = (session.Value, false);
            else _aggregator.Merge(ref sum, session.Value);
        }
        return isEmpty ? _aggregator.Zero() : sum;
    }
}
