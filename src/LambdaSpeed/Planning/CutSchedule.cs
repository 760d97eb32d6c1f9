namespace LambdaSpeed;

/// <summary>When a run cuts its views by itself. Cuts are made at the end of an epoch, and only when something has happened since the one
/// before.</summary>
public abstract class CutSchedule
{
    private protected CutSchedule()
    {
    }

    /// <summary>The time between two cuts, where there is one.</summary>
    internal virtual TimeSpan? Interval => null;

    /// <summary>Tuples after which a cut is due; 0 when they do not count.</summary>
    internal virtual long Tuples => 0;

    /// <summary>Epochs after which a cut is due; 0 when they do not count.</summary>
    internal virtual long Epochs => 0;

    /// <summary>The first time after another one at which a cut is due; null when the time does not count. Pure.</summary>
    internal virtual DateTimeOffset? NextAfter(DateTimeOffset time) => null;

    /// <summary>At each multiple of a time, counted from midnight of 1 January 1970 UTC: so a restart does not shift it.</summary>
    /// <param name="interval">The time; an hour cuts at each full hour. At least a second.</param>
    public static CutSchedule Every(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1));
        return new EveryInterval(interval);
    }

    /// <summary>At the beginning of each day in a time zone, also where the clock is changed.</summary>
    /// <param name="zone">The time zone.</param>
    public static CutSchedule AtMidnight(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new EveryDay(zone);
    }

    /// <summary>After about so many tuples that spouts have emitted: with the epoch in which they are reached.</summary>
    /// <param name="count">How many.</param>
    public static CutSchedule EveryTuples(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new EveryCount(count, 0);
    }

    /// <summary>After so many epochs in which something happened.</summary>
    /// <param name="count">How many.</param>
    public static CutSchedule EveryEpochs(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new EveryCount(0, count);
    }

    private sealed class EveryInterval(TimeSpan interval) : CutSchedule
    {
        internal override TimeSpan? Interval => interval;

        internal override DateTimeOffset? NextAfter(DateTimeOffset time)
        {
            var past = (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) % interval.Ticks;
            return time.ToUniversalTime().AddTicks(past < 0 ? -past : interval.Ticks - past);
        }

        public override string ToString() => $"every {interval}";
    }

    private sealed class EveryDay(TimeZoneInfo zone) : CutSchedule
    {
        private static readonly TimeSpan _longestDay = TimeSpan.FromHours(26); // the clock is put back by an hour or two at most

        internal override TimeSpan? Interval => TimeSpan.FromDays(1);

        internal override DateTimeOffset? NextAfter(DateTimeOffset time)
        {
            var today = DateIn(time);
            var (before, after) = (time.UtcTicks, time.UtcTicks + _longestDay.Ticks);
            while (after - before > 1) // where the day changes; the zone's rules themselves are wrong about some moments that it skips
            {
                var middle = before + ((after - before) / 2);
                if (DateIn(new(middle, TimeSpan.Zero)) > today) after = middle;
                else before = middle;
            }
            return new DateTimeOffset(after, TimeSpan.Zero);

            DateTime DateIn(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).Date;
        }

        public override string ToString() => $"at midnight in {zone.Id}";
    }

    private sealed class EveryCount(long tuples, long epochs) : CutSchedule
    {
        internal override long Tuples => tuples;

        internal override long Epochs => epochs;

        public override string ToString() => tuples > 0 ? $"every {tuples} tuples" : $"every {epochs} epochs";
    }
}
