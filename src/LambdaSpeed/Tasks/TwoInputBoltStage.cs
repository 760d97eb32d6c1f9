using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>A bolt with two kinds of input.</summary>
internal sealed class TwoInputBoltStage<TFirst, TSecond, TOut>(
    FailedTuples<TFirst> failedFirst,
    FailedTuples<TSecond> failedSecond,
    TupleBuffer<TFirst> first,
    TupleBuffer<TSecond> second,
    BoltOutputs<TOut> outputs,
    ITwoInputBolt<TFirst, TSecond, TOut> bolt) : Stage(failedFirst.Context)
{
    private readonly Emitter<TOut> _emitter = outputs.Emitter;
    private bool _isOpen; // Open was called, so Close has to be

    public override bool HasInput => !first.IsEmpty || !second.IsEmpty;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        bolt.Open(Context.Component);
        return ValueTask.CompletedTask;
    }

    public override void Advance()
    {
        if (!first.IsEmpty) Process(first, bolt.ExecuteFirst, failedFirst);
        else Process(second, bolt.ExecuteSecond, failedSecond);
        outputs.Deliver();
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

    private void Process<T>(TupleBuffer<T> input, Action<T, Emitter<TOut>> execute, FailedTuples<T> failed)
    {
        var tuples = input.Unread;
        var stamps = input.UnreadStamps;
        var i = 0;
        for (; i < tuples.Length && i < Context.Pace.Limit && outputs.HaveRoom; i++)
        {
            if (stamps.Length > 0) _emitter.SetStamp(stamps[i]);
            _emitter.Begin();
            try
            {
                execute(tuples[i], _emitter);
            }
            catch (Exception exception)
            {
                _emitter.Rollback();
                if (failed.MustTryAgain(exception, tuples[i], i, stamps)) break;
            }
        }
        Context.CountRead(i);
        input.Skip(i);
        failed.Deliver();
    }
}
