using LambdaSpeed.Components;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>What becomes of the tuples of one input that a stage fails on: tried again, left out, a dead letter, or the end of the
/// run.</summary>
/// <remarks>Told of a tuple after its half effects were taken back. Touched only by the owning task's step.</remarks>
/// <param name="context">The stage.</param>
/// <param name="deadLetters">Where dead letters go; null when the component's policy makes none.</param>
internal sealed class FailedTuples<T>(StageContext context, OutputPort<DeadLetter<T>>? deadLetters)
{
    public StageContext Context => context;

    /// <summary>Applies the component's policies: true when the tuple is to be tried again and stays where it is, false when it is done
    /// with; throws when the run is to halt.</summary>
    /// <param name="exception">What the component threw.</param>
    /// <param name="tuple">The tuple.</param>
    /// <param name="index">Which one, after those counted as read.</param>
    /// <param name="stamps">What travels beside the tuples; empty when nothing does.</param>
    public bool MustTryAgain(Exception exception, T tuple, int index, ReadOnlySpan<TupleStamp> stamps)
    {
        if (exception is not InvariantViolationException && context.TryRetry(exception, index)) return true;

        GiveUp(exception, tuple, index, stamps);
        return false;
    }

    /// <summary>Applies the failure policy alone: returns when the tuple is done with, else throws.</summary>
    /// <inheritdoc cref="MustTryAgain"/>
    public void GiveUp(Exception exception, T tuple, int index, ReadOnlySpan<TupleStamp> stamps) =>
        GiveUp(exception, tuple, index, stamps.Length > 0 ? stamps[index] : null);

    /// <summary>The same for a tuple whose position is known in any case.</summary>
    /// <inheritdoc cref="MustTryAgain"/>
    public void GiveUp(Exception exception, T tuple, int index, LogPosition position) =>
        GiveUp(exception, tuple, index, new TupleStamp(position));

    private void GiveUp(Exception exception, T tuple, int index, TupleStamp? stamp) =>
        GiveUp(context.Failure(exception, index, stamp?.Position), tuple, stamp ?? default);

    /// <summary>The same for a tuple that is held beside the stage's input.</summary>
    /// <param name="failure">What names the tuple, with what the component threw.</param>
    /// <param name="tuple">The tuple.</param>
    /// <param name="stamp">What travels beside it.</param>
    public void GiveUp(TupleFailedException failure, T tuple, TupleStamp stamp)
    {
        if (failure.InnerException is InvariantViolationException) throw failure;

        switch (context.ComponentOptions.OnFailure)
        {
            case TupleFailurePolicy.Skip:
                context.CountSkipped(failure);
                break;
            case TupleFailurePolicy.DeadLetter:
                context.CountDeadLettered(failure);
                Add(failure, tuple, stamp);
                break;
            default:
                throw failure;
        }
    }

    /// <summary>Hands on the dead letters.</summary>
    public void Deliver() => deadLetters?.Deliver();

    private void Add(TupleFailedException failure, T tuple, TupleStamp stamp)
    {
        if (deadLetters is not { IsRead: true }) return; // ignored, as the topology says

        deadLetters.Buffer.Stamp = stamp;
        deadLetters.Buffer.Add(new DeadLetter<T>
        {
            Tuple = tuple,
            Component = failure.Component,
            TaskIndex = failure.TaskIndex,
            Position = failure.Position,
            Attempts = failure.Attempts,
            ExceptionType = ExceptionText.TypeOf(failure.InnerException!),
            Message = ExceptionText.MessageOf(failure.InnerException!),
            Text = ExceptionText.WholeOf(failure.InnerException!),
        });
    }
}
