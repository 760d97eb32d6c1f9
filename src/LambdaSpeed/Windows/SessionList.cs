namespace LambdaSpeed.Windows;

/// <summary>The sessions of one key, in the order of their ends, and further apart than the gap but for final ones. Changed in place by its
/// owner.</summary>
/// <remarks>It is an accumulator: merging two of them gives the sessions of all their tuples, because sessions keep where they begin and
/// end. Those of a slice and of the one before are joined by what each says of where it goes on from.</remarks>
internal sealed class SessionList<TAccumulator>
{
    private Session<TAccumulator>[] _sessions; // in order, with room behind; its owner writes

    public SessionList() => _sessions = [];

    public SessionList(Session<TAccumulator>[] sessions)
    {
        _sessions = sessions;
        Count = sessions.Length;
    }

    public int Count { get; private set; }

    /// <summary>Does any go on from the slice before?</summary>
    public bool IsContinuation
    {
        get
        {
            foreach (ref readonly var session in Sessions)
            {
                if (session.Before is not null || session.IsShadow) return true;
            }
            return false;
        }
    }

    public ReadOnlySpan<Session<TAccumulator>> Sessions => _sessions.AsSpan(0, Count);

    /// <summary>The sessions that a time of activity touches: the first of them, and how many.</summary>
    /// <param name="first">When the activity begins.</param>
    /// <param name="last">When it ends.</param>
    /// <param name="gap">How far apart it may be from a session.</param>
    /// <param name="horizon">Sessions that ended before are final and touched by nothing.</param>
    public (int First, int Count) FindTouched(long first, long last, long gap, long horizon = long.MinValue)
    {
        var earliest = Math.Max(first - gap, horizon);
        var low = 0;
        var high = Count;
        while (low < high) // the first that ends late enough
        {
            var middle = (low + high) >>> 1;
            if (_sessions[middle].Last < earliest) low = middle + 1;
            else high = middle;
        }
        var end = low;
        while (end < Count && _sessions[end].First <= last + gap) end++;
        return (low, end - low);
    }

    /// <summary>Puts one session in the place of several neighbours, or between two.</summary>
    public void Replace(int first, int count, in Session<TAccumulator> session)
    {
        if (count != 1)
        {
            if (Count + 1 - count > _sessions.Length) Array.Resize(ref _sessions, Math.Max(2, Count * 2));
            Array.Copy(_sessions, first + count, _sessions, first + 1, Count - first - count);
            var former = Count;
            Count += 1 - count;
            if (Count < former) Array.Clear(_sessions, Count, former - Count);
        }
        _sessions[first] = session;
    }

    /// <summary>Does a session of the slice before go on here?</summary>
    public bool GoesOn(SessionBounds former)
    {
        foreach (ref readonly var session in Sessions)
        {
            if (session.Before?.Contains(former) == true) return true;
        }
        return false;
    }

    /// <summary>The same with one more session.</summary>
    public SessionList<TAccumulator> With(in Session<TAccumulator> session) => new(InOrder([.. Sessions, session]));

    /// <summary>The sessions of this slice and the next one together: those that went on in the next one are joined with what came
    /// there.</summary>
    /// <param name="next">The next slice.</param>
    /// <param name="join">What a session of this slice and one of the next amount to; must change neither.</param>
    public SessionList<TAccumulator> With(SessionList<TAccumulator> next, Func<TAccumulator, TAccumulator, TAccumulator> join)
    {
        var ended = new List<Session<TAccumulator>>(Sessions.ToArray());
        var joined = new List<Session<TAccumulator>>(next.Count);
        foreach (var session in next.Sessions.ToArray())
        {
            joined.Add(session.Before is { } before ? Join(ended, session, before, join) : session);
        }
        return new(InOrder([.. ended, .. joined]));
    }

    /// <summary>Drops the earliest sessions.</summary>
    public void DropFirst(int count)
    {
        Array.Copy(_sessions, count, _sessions, 0, Count - count);
        Array.Clear(_sessions, Count - count, count);
        Count -= count;
    }

    /// <summary>Takes out of a slice what a session of the next one goes on from, and joins them.</summary>
    private static Session<TAccumulator> Join(
        List<Session<TAccumulator>> ended, Session<TAccumulator> session, SessionBounds[] before,
        Func<TAccumulator, TAccumulator, TAccumulator> join)
    {
        var missing = new List<SessionBounds>(); // neither is here: read in another order, all its tuples were late
        var from = new List<Session<TAccumulator>>();
        foreach (var bounds in before)
        {
            var found = ended.FindAll(earlier => earlier.Bounds == bounds);
            if (found.Count == 0) found = ended.FindAll(earlier => earlier.Bounds.Overlaps(bounds)); // read in another order
            if (found.Count == 0 && !from.Exists(earlier => earlier.Bounds.Overlaps(bounds))) missing.Add(bounds);
            ended.RemoveAll(earlier => found.Exists(taken => taken.Bounds == earlier.Bounds));
            from.AddRange(found);
        }
        foreach (var earlier in Enumerable.Reverse(from))
        {
            missing.InsertRange(0, earlier.Before ?? []);
            session = new(
                Math.Min(session.First, earlier.First), Math.Max(session.Last, earlier.Last),
                session.IsShadow ? earlier.Value : earlier.IsShadow ? session.Value : join(earlier.Value, session.Value),
                IsShadow: session.IsShadow && earlier.IsShadow);
        }
        return session with { Before = missing.Count == 0 ? null : [.. missing] };
    }

    private static Session<TAccumulator>[] InOrder(IEnumerable<Session<TAccumulator>> sessions) =>
        [.. sessions.OrderBy(session => session.Last)];
}
