using LambdaSpeed.State;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Joins;

/// <summary>What joins, Deduplicate and timers keep follows their times, not the streams.</summary>
public sealed class JoinMemoryTests
{
    private const int Events = 2_000_000;
    private const int PerSecond = 1_000;

    [Fact]
    public void Join_OfMillions_KeepsThoseWithinItsBounds()
    {
        var results = 0L;
        var kept = Run(stream => stream.Where(x => x % 2 == 0).GroupBy(x => x / 2)
            .FullJoin(stream.Where(x => x % 2 == 1).GroupBy(x => x / 2), "join", JoinWindow.Following(TimeSpan.FromSeconds(5)), (left, right) => left + right)
            .ForEach("results", _ => results++), state => Joined(state, "left") + Joined(state, "right"));

        Assert.Equal(Events / 2, results);
        Assert.InRange(kept.Most, 1, 5 * PerSecond * 2); // five seconds, and what a chunk brings before the watermark moves
        Assert.Equal(0, kept.Last);
    }

    [Fact]
    public void Deduplicate_OfMillions_KeepsTheIdsOfItsTime()
    {
        var results = 0L;
        var kept = Run(stream => stream.Deduplicate("unique", x => x - (x % 2), TimeSpan.FromSeconds(5)).ForEach("results", _ => results++),
            state => Count<long, Expiring<long>>(state, "state:unique/by-event"));

        Assert.Equal(Events / 2, results);
        Assert.InRange(kept.Most, 1, 5 * PerSecond * 3); // they are let go bit by bit
    }

    [Fact]
    public void TimerThatIsPutOffByMillions_IsOneTimer()
    {
        var fired = 0;
        var kept = Run(stream => stream.GroupBy(x => x % 10).Then("timed", () => new Lull(() => fired++)).Ignore(), state => Count<EntryKey<long, long>, long>(state, "state:timed/lull"));

        Assert.Equal(10, fired);
        Assert.InRange(kept.Most, 1, 10);
        Assert.InRange(Lull.MostInHeap, 1, 10 * 2 + 65);
    }

    /// <summary>Runs numbers, a thousand of them a second, and looks at how many entries some state has.</summary>
    private static (long Most, long Last) Run(Action<Stream<long>> describe, Func<StateDirectory, int> count)
    {
        var (most, looked) = (0L, 0);
        SteppedRun? run = null;
        var builder = new TopologyBuilder("long");
        var spout = new NumberSpout(() => most = looked++ % 16 == 0 ? Math.Max(most, Count()) : most);
        describe(builder.AddSpout("numbers", spout)
            .WithEventTime(x => RandomSide.Origin.AddSeconds((double)x / PerSecond), WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(0.1))));
        run = new SteppedRun(builder, new FakeTimeProvider());
        while (!run.Attempt.Ending.IsCompleted)
        {
            spout.GoOn();
            run.Advance(30); // an epoch for each portion of numbers
        }
        return (most, Count());

        long Count() => run is null ? 0 : count(run.Attempt.State);
    }

    private static int Joined(StateDirectory state, string side) =>
        Count<EntryKey<long, (long Time, int Number)>, (long Value, bool IsMarked)>(state, $"state:join/{side}");

    private static int Count<TKey, TValue>(StateDirectory state, string section)
        where TKey : notnull => ((StateSection<TKey, TValue>)state.Find(section)!).Tables.Sum(table => table.Count);

    private sealed class NumberSpout(Action onChunk) : Spout<long>
    {
        private long _next;
        private long _until;

        public void GoOn()
        {
            _until += PerSecond * 10;
            Context.Wake();
        }

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            onChunk();
            for (var i = 0; i < limit && _next < Math.Min(_until, Events); i++) output.Emit(_next++);
            return _next >= Events ? SpoutStatus.Ended : _next < _until ? SpoutStatus.Ready : SpoutStatus.Idle;
        }
    }

    /// <summary>Fires when a key has been silent for a minute.</summary>
    private sealed class Lull(Action onFired) : KeyedBolt<long, long, long>
    {
        private IKeyedTimer _timer = null!;

        public static int MostInHeap { get; private set; }

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _timer = state.EventTimer("lull");
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            _timer.Set(RandomSide.Origin.AddSeconds((double)input / PerSecond).AddMinutes(1));
            MostInHeap = Math.Max(MostInHeap, ((TimerState<long>)_timer).InHeap);
        }

        public override void OnTimer(long key, TimerFiring timer, Emitter<long> output) => onFired();
    }
}
