namespace LambdaSpeed.Windows;

/// <summary>The sessions of one key, in the order of their ends, and further apart than the gap but for final ones. Changed in place by its
/// owner.</summary>
/// <remarks>It is an accumulator: merging two of them gives the sessions of all their tuples, because sessions keep where they begin and
/// end.</remarks>
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

    /// <summary>Sessions of the slice before that were open when it ended, as they were then: what is here of them is the whole.</summary>
    public IReadOnlyList<SessionBounds> Continued { get; init; } = [];

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
    public bool Continues(in Session<TAccumulator> session) => Continued.Contains(new(session.First, session.Last));

    /// <summary>The same with a session that goes on here from the slice before.</summary>
    public SessionList<TAccumulator> Continuing(in Session<TAccumulator> session) =>
        new(InOrder([.. Sessions, session])) { Continued = [.. Continued, new(session.First, session.Last)] };

    /// <summary>The sessions of this slice and the next one together: those that went on in the next one are there whole.</summary>
    public SessionList<TAccumulator> With(SessionList<TAccumulator> next)
    {
        var (ended, continued) = (Sessions.ToArray().ToList(), Continued.ToList());
        foreach (var bounds in next.Continued)
        {
            var isHere = ended.RemoveAll(session => session.First == bounds.First && session.Last == bounds.Last) > 0
                || ended.RemoveAll(session => session.First <= bounds.Last && session.Last >= bounds.First) > 0; // read in another order
            if (!isHere) continued.Add(bounds);
        }
        return new(InOrder([.. ended, .. next.Sessions])) { Continued = continued };
    }

    /// <summary>Drops the earliest sessions.</summary>
    public void DropFirst(int count)
    {
        Array.Copy(_sessions, count, _sessions, 0, Count - count);
        Array.Clear(_sessions, Count - count, count);
        Count -= count;
    }

    private static Session<TAccumulator>[] InOrder(IEnumerable<Session<TAccumulator>> sessions) =>
        [.. sessions.OrderBy(session => session.Last)];
}
