using LambdaSpeed.Components;

namespace LambdaSpeed.Tasks;

/// <summary>A spout: the head of a chain that reads no edge.</summary>
internal sealed class TypedSpoutStage<T> : SpoutStage
{
    private readonly FailedTuples<RawRecord> _failed;
    private readonly OutputPort<T> _output;
    private readonly ISpout<T> _spout;
    private readonly IMeasuredSpout? _measured; // the same, if it knows its bytes
    private readonly SpoutEmitter<T> _emitter;
    private int _rejected; // records of the call at hand that are no tuples
    private bool _isOpen;  // OpenAsync was called, so CloseAsync has to be

    public TypedSpoutStage(FailedTuples<RawRecord> failed, OutputPort<T> output, ISpout<T> spout) : base(failed.Context)
    {
        _failed = failed;
        _output = output;
        _spout = spout;
        _measured = spout as IMeasuredSpout;
        _emitter = new SpoutEmitter<T>(output.Buffer, Reject);
    }

    public override bool HasInput => false;

    public override IPositionedSpout? Positioned => _spout as IPositionedSpout;

    public override IConnectedSource? Connected => _spout as IConnectedSource;

    public override long BytesRead => _measured?.BytesRead ?? 0;

    public override int Waiting => (_spout as IQueuedSpout)?.Count ?? 0;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        return _spout.OpenAsync(Context.Component, cancellationToken);
    }

    public override bool BeginStop()
    {
        if (_spout is not IAcceptingSpout accepting) return false;
        accepting.StopAccepting();
        return true;
    }

    public override SpoutStatus Pull(int limit, out int count)
    {
        SpoutStatus status;
        _rejected = 0;
        try
        {
            status = _spout.Next(_emitter, limit);
        }
        catch (Exception exception) when (exception is not TaskFailedException)
        {
            throw TaskFailures.Of(Context, "reading its source", exception);
        }
        count = _output.Buffer.Count + _rejected; // what was rejected moves the position too, so it is to be committed
        Context.CountRead(count);
        _output.Deliver();
        _failed.Deliver();
        return status;
    }

    public override void Advance()
    {
    }

    public override async ValueTask CloseAsync()
    {
        if (_isOpen) await _spout.CloseAsync().ConfigureAwait(false);
        _isOpen = false;
    }

    private void Reject(RawRecord record, Exception exception)
    {
        _failed.GiveUp(exception, record, _output.Buffer.Count + _rejected, record.Position);
        _rejected++;
    }
}
