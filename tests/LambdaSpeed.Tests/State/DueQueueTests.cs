using LambdaSpeed.Codecs;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>The timers of one name against a dictionary: set, put off, cleared, taken back, fired in order, found again.</summary>
public sealed class DueQueueTests
{
    [Fact]
    public void Timers_OfRandomCalls_AreThoseOfADictionary()
    {
        var fired = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var states = NewStates();
            var timer = (TimerState<long>)states.EventTimers("timers");
            var model = new SortedSet<(long Time, long Key)>();
            var now = 1_000L;
            for (var step = 0; step < 300; step++)
            {
                if (random.Next(4) == 0)
                {
                    now += random.Next(40);
                    states.OnWatermark(now);
                    fired += FireAll(states, model, now);
                    continue;
                }
                Call(random, states, timer, model, now);
                if (random.Next(50) == 0) timer.Index(); // what a start does
            }
            Assert.InRange(timer.InHeap, model.Count, (2 * model.Count) + 66);
        }
        Assert.True(fired > 10_000, $"only {fired} fired");
    }

    private static void Call(Random random, KeyedStates<long> states, TimerState<long> timer, SortedSet<(long Time, long Key)> model, long now)
    {
        long key = random.Next(1, 20);
        var changes = new List<(bool IsSet, long Time)>();
        states.Begin(key, KeyHash.Of(key, Codec.Int64));
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var time = now + random.Next(1, 30);
            var isSet = random.Next(3) > 0;
            var before = changes.FindLastIndex(change => change.Time == time) is var last and >= 0 ? changes[last].IsSet : model.Contains((time, key));
            Assert.Equal(before, timer.Contains(Of(time)));
            Assert.Equal(isSet ? !before : before, isSet ? timer.Add(Of(time)) : timer.Remove(Of(time)));
            changes.Add((isSet, time));
        }
        if (random.Next(5) == 0)
        {
            states.Rollback();
            return;
        }
        states.Commit();
        foreach (var (isSet, time) in changes)
        {
            if (isSet) model.Add((time, key));
            else model.Remove((time, key));
        }
    }

    private static int FireAll(KeyedStates<long> states, SortedSet<(long Time, long Key)> model, long now)
    {
        var fired = 0;
        for (var last = 0L; states.TryPeekDue(out var due, out var cell); fired++)
        {
            Assert.True(due.Time >= last && due.Time <= now);
            last = due.Time;
            states.BeginDue(due, cell);
            Assert.Equal(due.Time, states.Events.Stamp.EventTime);
            states.Commit();
            Assert.True(model.Remove((due.Time, due.Key)));
        }
        Assert.False(states.HasDue);
        Assert.True(model.Count == 0 || model.Min.Time > now);
        return fired;
    }

    private static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);

    private static KeyedStates<long> NewStates() =>
        new("bolt", 0, 1, Codec.Int64, new StateDirectory(16, EpochId.None), TimeProvider.System, new EventClock(isKnown: true));
}
