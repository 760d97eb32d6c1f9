using LambdaSpeed.Tests.Joins;

namespace LambdaSpeed.Tests.Timers;

/// <summary>A keyed bolt whose timers the test sets; emits what fires, numbered by key.</summary>
internal sealed class TimedBolt(Action<TimedBolt, JoinEvent> execute, Action<TimedBolt, int, TimerFiring>? onTimer = null)
    : KeyedBolt<int, JoinEvent, Fired>
{
    private Emitter<Fired> _output = null!;

    public IKeyedTimer Event { get; private set; } = null!;

    public IKeyedTimers Events { get; private set; } = null!;

    public IKeyedTimer Clock { get; private set; } = null!;

    public IKeyedTimers Clocks { get; private set; } = null!;

    public IValueState<long> Count { get; private set; } = null!;

    public IKeyedClock Time { get; private set; } = null!;

    public bool OnlyClock { get; init; }

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        if (!OnlyClock) (Event, Events) = (state.EventTimer("event"), state.EventTimers("events"));
        (Clock, Clocks) = (state.ProcessingTimer("clock"), state.ProcessingTimers("clocks"));
        Count = state.Value<long>("count");
        Time = state.Clock;
    }

    public override void Execute(int key, JoinEvent input, Emitter<Fired> output) => execute(this, input);

    public override void OnTimer(int key, TimerFiring timer, Emitter<Fired> output)
    {
        _output = output;
        Count.Value++;
        if (onTimer is null) Emit(key, timer);
        else onTimer(this, key, timer);
    }

    public void Emit(int key, TimerFiring timer) =>
        _output.Emit(new(key, timer.Name, timer.Due, Count.Value, Time.EventTime ?? default));
}
