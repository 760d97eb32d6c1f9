using System.Buffers;
using LambdaSpeed.Outputs;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>One task of an output: gathers what it reads until the epoch is sealed.</summary>
internal sealed class OutputStage<T>(
    StageContext context, TupleBuffer<T> input, Outbox outbox, OutputNode<T> node, EpochId published) : Stage(context)
{
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
        var tuples = input.Unread;
        var i = 0;
        try
        {
            for (; i < tuples.Length; i++)
            {
                _key.ResetWrittenCount();
                node.WriteKey?.Invoke(_key, tuples[i]);
                var bytes = _records.Add(node.Write, tuples[i], _key.WrittenSpan);
                if (bytes > _most) throw TooLarge(bytes); // now: once its epoch is committed there is no way back
            }
        }
        catch (Exception exception)
        {
            throw Context.Failure(exception, i, input.CarriesStamps ? input.UnreadStamps[i].Position : null);
        }
        Context.CountRead(tuples.Length);
        input.Clear();
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
