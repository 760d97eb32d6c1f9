using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>A bolt with one kind of input.</summary>
internal sealed class BoltStage<TIn, TOut>(
    FailedTuples<TIn> failed, TupleBuffer<TIn> input, BoltOutputs<TOut> outputs, IBolt<TIn, TOut> bolt) : Stage(failed.Context)
{
    private readonly Emitter<TOut> _emitter = outputs.Emitter;
    private bool _isOpen; // Open was called, so Close has to be

    public override bool HasInput => !input.IsEmpty;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        bolt.Open(Context.Component);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var stamps = input.UnreadStamps;
        var i = 0;
        while (i < tuples.Length && outputs.HaveRoom)
        {
            try
            {
                for (; i < tuples.Length && outputs.HaveRoom; i++)
                {
                    if (stamps.Length > 0) _emitter.SetStamp(stamps[i]);
                    _emitter.Begin();
                    bolt.Execute(tuples[i], _emitter);
                }
            }
            catch (Exception exception)
            {
                _emitter.Rollback();
                if (failed.MustTryAgain(exception, tuples[i], i, stamps)) break;
                i++;
            }
        }
        Context.CountRead(i);
        input.Skip(i);
        outputs.Deliver();
        failed.Deliver();
    }

    public override bool Tick()
    {
        _emitter.ClearTime();
        _emitter.Begin();
        try
        {
            bolt.Tick(_emitter);
        }
        catch (Exception exception)
        {
            _emitter.Rollback();
            throw TaskFailures.Of(Context, "its tick", exception);
        }
        outputs.Deliver();
        return true;
    }

    public override ValueTask CloseAsync()
    {
        if (_isOpen) bolt.Close();
        _isOpen = false;
        return ValueTask.CompletedTask;
    }
}
