using System.Buffers;
using LambdaSpeed.Outputs;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>One task of an output: gathers what it reads until the epoch is sealed.</summary>
internal sealed class OutputStage<T>(
    FailedTuples<T> failed, TupleBuffer<T> input, Outbox outbox, OutputNode<T> node, EpochId published) : Stage(failed.Context)
{
    private readonly ArrayBufferWriter<byte> _value = new(256); // likewise, where tuples may be left out
    private readonly ArrayBufferWriter<byte> _key = new(64); // of the tuple at hand
    private OutputRecords _records = new(); // of the open epoch
    private EpochId _open = published.Next; // the epoch that they belong to
    private int _most; // bytes that one output may have; found out as it opens

    public override bool HasInput => !input.IsEmpty;

    private bool IsFirst => Context.Component.TaskIndex == 0;

    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (IsFirst)
        {
            Context.Outbox = outbox;
            var context = new OutletContext(Context.Component, keepsOutputs: Context.Options.Checkpoints is not null);
            await outbox.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        }
        _most = outbox.MostBytes;
    }

    public override ValueTask CloseAsync() => IsFirst ? outbox.CloseAsync() : ValueTask.CompletedTask;

    public override void Advance()
    {
        var tuples = input.Unread[..Math.Min(input.Count, Context.Pace.Limit)];
        var mayLeaveOut = Context.ComponentOptions.OnFailure != TupleFailurePolicy.Halt;
        for (var i = 0; i < tuples.Length; i++)
        {
            try
            {
                if (mayLeaveOut) AddWhole(tuples[i]);
                else Add(tuples[i]);
            }
            catch (Exception exception)
            {
                failed.GiveUp(exception, tuples[i], i, input.UnreadStamps);
            }
        }
        Context.CountRead(tuples.Length);
        input.Skip(tuples.Length);
        failed.Deliver();
    }

    /// <summary>Writes a tuple where it is to stay; a failure, which leaves a part of it there, is the end.</summary>
    private void Add(T tuple)
    {
        WriteKey(tuple);
        RequireRoom(_records.Add(node.Write, tuple, _key.WrittenSpan));
    }

    /// <summary>Adds a tuple that is written whole, or nothing.</summary>
    private void AddWhole(T tuple)
    {
        WriteKey(tuple);
        _value.ResetWrittenCount();
        node.Write(_value, tuple);
        RequireRoom(_key.WrittenCount + _value.WrittenCount);
        _records.Add(_key.WrittenSpan, _value.WrittenSpan);
    }

    private void WriteKey(T tuple)
    {
        _key.ResetWrittenCount();
        node.WriteKey?.Invoke(_key, tuple);
    }

    /// <summary>Now: once its epoch is committed there is no way back.</summary>
    private void RequireRoom(int bytes)
    {
        if (bytes > _most) throw TooLarge(bytes);
    }

    private ArgumentException TooLarge(int bytes) => new(
        $"An output has {bytes} bytes with its key, and the place of output '{node.Name}' takes {_most}. Remedy: raise what it takes " +
        "(of a log MaxRecordBytes, of a Kafka client MessageMaxBytes), or keep large values elsewhere and put out where they are.");

    public override bool OnSignal(Signal signal)
    {
        if (signal.Kind == SignalKind.Watermark) return true;
        outbox.Seal(Context.Component.TaskIndex, _open, _records);
        _records = new();
        if (signal.Kind == SignalKind.Barrier) _open = new EpochId(signal.Value).Next;
        return true;
    }
}
