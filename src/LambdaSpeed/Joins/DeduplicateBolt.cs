using LambdaSpeed.State;

namespace LambdaSpeed.Joins;

/// <summary>Passes on a tuple unless one with its id was passed on less than some time before.</summary>
/// <remarks>By event time where there is one. An id is kept until the watermark says that no tuple can come any more that it could hold up,
/// so what is passed on does not depend on when the task lets go of it.</remarks>
internal sealed class DeduplicateBolt<TKey, T>(TimeSpan within, TimeSpan lateness) : KeyedBolt<TKey, T, T>
    where TKey : notnull
{
    internal static readonly SideOutput<T> Late = new("late tuples") { MayBeUnread = true };

    private IValueState<long> _passed = null!; // by id: the event time, or the time by the clock, of the tuple that was passed on last
    private EventClock _events = null!; // event time, as the task knows it; set when it opens

    internal override long HeldBack => _events.IsKnown ? lateness.Ticks : 0;

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        var states = (KeyedStates<TKey>)state;
        _events = states.Events;
        _passed = _events.IsKnown ? states.AgingValue<long>("by-event", within + lateness) : state.Value<long>("by-clock", within);
    }

    public override void Execute(TKey key, T input, Emitter<T> output)
    {
        if (!_events.IsKnown)
        {
            if (_passed.Exists) Context.Counts.CountDuplicate();
            else Pass(0, input, output);
            return;
        }
        var time = _events.Stamp.EventTime;
        if (time < _events.LateBefore - lateness.Ticks)
        {
            Context.Counts.CountLate();
            output.Emit(Late, input);
        }
        else if (_passed.Exists && time < _passed.Value + within.Ticks) Context.Counts.CountDuplicate();
        else Pass(time, input, output);
    }

    private void Pass(long time, T input, Emitter<T> output)
    {
        _passed.Value = time;
        output.Emit(input);
    }
}
