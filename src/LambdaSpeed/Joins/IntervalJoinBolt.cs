using LambdaSpeed.State;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Joins;

/// <summary>Joins the tuples of two streams that have a key in common and are near each other in event time.</summary>
/// <remarks>
/// <para>A tuple looks for its partners among those that the other side keeps, then is kept itself until the watermark of both sides says
/// that no more of them can come. It is late by the watermark of its own source alone, which travels with it; a task's watermark is that
/// of the slower side and never ahead of it. So a partner of a tuple that is not late is always still kept: what is joined does not depend
/// on which side is read first, nor on the number of tasks.</para>
/// <para>The watermark goes on held back by as much as a result may be behind it, so that results are late nowhere.</para>
/// </remarks>
internal sealed class IntervalJoinBolt<TKey, TLeft, TRight, TOut>(JoinRule<TLeft, TRight, TOut> rule)
    : KeyedBolt<TKey, Either<TLeft, TRight>, TOut>
    where TKey : notnull
{
    internal static readonly SideOutput<TLeft> LateLeft = new("late left tuples") { MayBeUnread = true };
    internal static readonly SideOutput<TRight> LateRight = new("late right tuples") { MayBeUnread = true };

    private readonly long _before = rule.Window.Before.Ticks;
    private readonly long _after = rule.Window.After.Ticks;
    private readonly long _lateness = rule.Window.Lateness.Ticks;
    private readonly Func<TLeft?, TRight?, TOut> _selector = rule.Selector;
    private readonly Func<TRight?, TLeft?, TOut> _reversed = (right, left) => rule.Selector(left, right);
    private readonly List<(long Time, int Number)> _matched = []; // partners of the tuple at hand that had none before
    private TimedState<TKey, TLeft> _left = null!;   // left tuples that partners may come for; set when it opens, like those below
    private TimedState<TKey, TRight> _right = null!; // right tuples, likewise
    private EventClock _clock = null!;               // event time, as the task knows it

    internal override long HeldBack => rule.HeldBack;

    public override void Open(ComponentContext context, IKeyedStateRegistry state)
    {
        base.Open(context, state);
        var states = (KeyedStates<TKey>)state;
        _clock = states.Events;
        _left = states.Timed<TLeft>("left", _after + _lateness + 1); // due when the watermark is past the last partner
        _right = states.Timed<TRight>("right", _before + _lateness + 1);
    }

    public override void Execute(TKey key, Either<TLeft, TRight> input, Emitter<TOut> output)
    {
        var time = _clock.Stamp.EventTime;
        if (time == Watermark.None) throw NoTime();
        if (time < _clock.LateBefore - _lateness) OnLate(input, output);
        else if (input.IsLeft) Join(time, input.Left, _left, _right, (_before, _after), rule.KeepsRight, _selector, output);
        else Join(time, input.Right, _right, _left, (_after, _before), rule.KeepsLeft, _reversed, output);
    }

    /// <summary>No partner can come any more.</summary>
    public override void OnTimer(TKey key, TimerFiring timer, Emitter<TOut> output)
    {
        if (timer.Name == _left.Name)
        {
            if (rule.KeepsLeft && _left.Taken is { IsMarked: false } alone) Emit(_left.TakenTime, _selector(alone.Value, default), output);
        }
        else if (rule.KeepsRight && _right.Taken is { IsMarked: false } alone)
        {
            Emit(_right.TakenTime, _selector(default, alone.Value), output);
        }
    }

    private void Join<TOwn, TOther>(
        long time, TOwn own, TimedState<TKey, TOwn> kept, TimedState<TKey, TOther> others, (long Before, long After) reach,
        bool keepsOthers, Func<TOwn, TOther, TOut> selector, Emitter<TOut> output)
    {
        _matched.Clear(); // the selector may have thrown the time before
        var partners = others.Between(time - reach.Before, time + reach.After);
        foreach (var place in partners)
        {
            var (other, isMarked) = others.Read(place);
            Emit(Math.Max(time, place.Time), selector(own, other), output);
            if (keepsOthers && !isMarked) _matched.Add(place);
        }
        kept.Add(time, own, isMarked: partners.Length > 0); // from here on nothing throws
        foreach (var place in _matched) others.Mark(place);
    }

    /// <summary>The result happened when the later of its tuples did, and came behind the watermark that is passed on.</summary>
    private void Emit(long time, TOut result, Emitter<TOut> output)
    {
        output.SetStamp(new TupleStamp(_clock.Stamp.Position, time, Watermark.HoldBack(_clock.Stamp.Watermark, rule.HeldBack)));
        output.Emit(result);
    }

    private void OnLate(Either<TLeft, TRight> input, Emitter<TOut> output)
    {
        Context.Counts.CountLate();
        if (input.IsLeft) output.Emit(LateLeft, input.Left);
        else output.Emit(LateRight, input.Right);
    }

    private static InvalidOperationException NoTime() => new(
        "The tuple has no event time: the component before made it without one, in Tick for instance. Remedy: say WithEventTime behind " +
        "it.");
}
