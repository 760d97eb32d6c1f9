using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Turns each tuple into a sequence, pulled as the stages behind have room.</summary>
/// <remarks>A sequence is held until it has ended, so that it leaves nothing behind when it throws, unless it grows past the option's
/// limit: from then on it is passed on in parts, and a throw halts the run. Signals wait for its end, so that no epoch holds a part of what
/// one tuple became.</remarks>
internal sealed class SelectManyStage<TIn, TOut>(
    FailedTuples<TIn> failed, TupleBuffer<TIn> input, OutputPort<TOut> output, Func<TIn, IEnumerable<TOut>> selector)
    : Stage(failed.Context)
{
    private static readonly TimeSpan _longestStop = TimeSpan.FromSeconds(10); // for a sequence that is under way when the run is to stop

    private IEnumerator<TOut>? _sequence; // of the first unread tuple; null when it was not begun
    private bool _isHeld;                 // nothing of the sequence has been passed on yet
    private int _mark;                    // where the sequence begins in the output while it is held
    private long _stopAsked;              // timestamp of when the run was asked to stop; 0 before; any thread writes it, once

    public override bool HasInput => !input.IsEmpty;

    public override void Advance()
    {
        var buffer = output.Buffer;
        for (var left = Context.Pace.Limit; left > 0 && !input.IsEmpty && buffer.Count < Context.Options.ChunkSize; left--)
        {
            if (input.CarriesStamps) buffer.Stamp = input.UnreadStamps[0];
            try
            {
                if (_sequence is null) Begin(buffer);
                if (!PullToEnd(buffer))
                {
                    RequireTimeLeft();
                    break;
                }
            }
            catch (Exception exception)
            {
                Fail(exception, buffer);
            }
            End();
        }
        output.Deliver();
        failed.Deliver();
    }

    public override void AskEnd(SignalKind kind)
    {
        base.AskEnd(kind);
        if (kind == SignalKind.Stop) Interlocked.CompareExchange(ref _stopAsked, Context.Options.TimeProvider.GetTimestamp() | 1, 0);
    }

    public override ValueTask CloseAsync()
    {
        _sequence?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin(TupleBuffer<TOut> buffer)
    {
        _mark = buffer.Mark;
        _isHeld = true;
        var sequence = selector(input.Unread[0]) ?? throw new InvalidOperationException(
            "The selector of SelectMany returned null. Remedy: return an empty sequence where there is nothing.");
        _sequence = sequence.GetEnumerator();
    }

    /// <summary>Pulls the sequence; false when the output is full before its end.</summary>
    private bool PullToEnd(TupleBuffer<TOut> buffer)
    {
        while (_sequence!.MoveNext())
        {
            buffer.Add(_sequence.Current);
            if (_isHeld && buffer.Mark - _mark > Context.Options.MaxHeldSequence) _isHeld = false;
            if (!_isHeld && buffer.Count >= Context.Options.ChunkSize) return false;
        }
        return true;
    }

    /// <summary>A stop waits for a long sequence, but not for an endless one.</summary>
    private void RequireTimeLeft()
    {
        if (Volatile.Read(ref _stopAsked) is var asked and not 0 && Context.Options.TimeProvider.GetElapsedTime(asked) > _longestStop)
        {
            throw new TimeoutException(
                $"the sequence had not ended {_longestStop.TotalSeconds} s after the run was asked to stop; its epoch is dropped. " +
                "Remedy: end the sequence, or make a spout of it");
        }
    }

    private void Fail(Exception exception, TupleBuffer<TOut> buffer)
    {
        var stamps = input.UnreadStamps;
        if (!_isHeld && _sequence is not null) throw Context.Failure(exception, 0, stamps.Length > 0 ? stamps[0].Position : null);

        buffer.Truncate(_mark);
        failed.GiveUp(exception, input.Unread[0], 0, stamps);
    }

    private void End()
    {
        _sequence?.Dispose();
        _sequence = null;
        Context.CountRead(1);
        input.Skip(1);
    }
}
