namespace LambdaSpeed.Tests.Windows;

/// <summary>Sessions: what is at most a gap apart. One that is final stays as it is, whatever comes.</summary>
internal sealed class SessionOracle(TimeSpan gap) : WindowOracle(Window.Session(gap))
{
    /// <summary>The sessions of events of which none is late, whatever the order in which they come: by the events in order of
    /// time.</summary>
    public IReadOnlyList<(int Key, long Start, long End, long Sum)> Whole(IEnumerable<TimedEvent> events)
    {
        var sessions = new List<(int Key, long Start, long End, long Sum)>();
        foreach (var item in events.OrderBy(item => (item.Key, item.Ticks)))
        {
            if (sessions.Count > 0 && sessions[^1] is var last && last.Key == item.Key && item.Ticks - last.End <= gap.Ticks)
            {
                sessions[^1] = last with { End = item.Ticks, Sum = last.Sum + item.Value };
            }
            else
            {
                sessions.Add((item.Key, item.Ticks, item.Ticks, item.Value));
            }
        }
        return [.. sessions.Order()];
    }

    public override ExpectedWindows Expect(IEnumerable<(TimedEvent Event, long Watermark)> arrivals, TimeSpan lateness)
    {
        var (sessions, late) = (new List<(int Key, long Start, long End, long Sum)>(), 0);
        foreach (var (item, watermark) in arrivals)
        {
            var final = watermark - lateness.Ticks - gap.Ticks; // what ended before is
            var joined = sessions.Where(session => session.Key == item.Key && session.End >= final
                && item.Ticks >= session.Start - gap.Ticks && item.Ticks <= session.End + gap.Ticks).ToList();
            if (joined.Count == 0 && item.Ticks < final)
            {
                late++;
                continue;
            }
            sessions.RemoveAll(joined.Contains);
            sessions.Add((
                item.Key, joined.Select(session => session.Start).Append(item.Ticks).Min(),
                joined.Select(session => session.End).Append(item.Ticks).Max(), item.Value + joined.Sum(session => session.Sum)));
        }
        return ExpectedWindows.Of(sessions, late);
    }

    public override bool Holds(WindowResult<int, long> window, DateTimeOffset time) => window.Start <= time && time <= window.End;
}
