using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>Who a stage is, and what becomes of the tuples it fails on.</summary>
internal sealed class StageContext(ComponentContext component, ComponentOptions componentOptions, SpeedLayerOptions options)
{
    private long _read;    // tuples read so far, by the owning task
    private long _skipped; // tuples left out after a failure

    public ComponentContext Component => component;

    public ComponentOptions ComponentOptions => componentOptions;

    public SpeedLayerOptions Options => options;

    /// <summary>How many tuples the stage processes at a time.</summary>
    public StagePace Pace { get; } = new(options.ChunkSize, options.PaceClock);

    public long TuplesRead => Volatile.Read(ref _read);

    public long TuplesSkipped => Volatile.Read(ref _skipped);

    /// <summary>Counts tuples as read.</summary>
    public void CountRead(int count) => Volatile.Write(ref _read, _read + count);

    /// <summary>Applies the failure policy to a tuple that left no effect: returns when it is to be skipped, else throws.</summary>
    /// <param name="exception">What the component threw.</param>
    /// <param name="index">Which tuple, after those counted by <see cref="CountRead"/>.</param>
    /// <param name="position">Where the tuple came from, when that is carried.</param>
    public void OnTupleFailed(Exception exception, int index, LogPosition? position)
    {
        var failure = Failure(exception, index, position);
        if (componentOptions.OnFailure != TupleFailurePolicy.Skip || exception is InvariantViolationException) throw failure;

        Volatile.Write(ref _skipped, _skipped + 1);
        LogMessages.TupleSkipped(component.Logger, component.Component, component.TaskIndex, failure.Ordinal, exception);
    }

    /// <summary>The exception that names the tuple a component failed on.</summary>
    public TupleFailedException Failure(Exception exception, int index, LogPosition? position) =>
        new(component.Component, component.TaskIndex, _read + index, position, exception);
}
