using LambdaSpeed.Components;

namespace LambdaSpeed.Tasks;

/// <summary>A spout: the head of a chain that reads no edge.</summary>
internal sealed class TypedSpoutStage<T>(StageContext context, OutputPort<T> output, ISpout<T> spout) : SpoutStage(context)
{
    private readonly SpoutEmitter<T> _emitter = new(output.Buffer);
    private bool _isOpen; // OpenAsync was called, so CloseAsync has to be

    public override bool HasInput => false;

    public override IPositionedSpout? Positioned => spout as IPositionedSpout;

    public override int Waiting => (spout as IQueuedSpout)?.Count ?? 0;

    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        return spout.OpenAsync(Context.Component, cancellationToken);
    }

    public override bool BeginStop()
    {
        if (spout is not IAcceptingSpout accepting) return false;
        accepting.StopAccepting();
        return true;
    }

    public override SpoutStatus Pull(out int count)
    {
        SpoutStatus status;
        try
        {
            status = spout.Next(_emitter, Context.Options.ChunkSize);
        }
        catch (Exception exception) when (exception is not TaskFailedException)
        {
            throw TaskFailures.Of(Context, "reading its source", exception);
        }
        count = output.Buffer.Count;
        Context.CountRead(count);
        output.Deliver();
        return status;
    }

    public override void Advance()
    {
    }

    public override async ValueTask CloseAsync()
    {
        if (_isOpen) await spout.CloseAsync().ConfigureAwait(false);
        _isOpen = false;
    }
}
