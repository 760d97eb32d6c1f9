using LambdaSpeed.Building;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Says when each tuple happened, and up to when everything is taken to have come: what windows read.</summary>
    /// <remarks>
    /// <para>Best right behind the spout: behind a component with several tasks each of these sees a part of the tuples and has a watermark
    /// of its own. The event time stays with the tuple, and with what bolts and operators make of it; said again
    /// further on, it is replaced there.</para>
    /// <para>The watermarks are part of every checkpoint, under this component's name, so a restart goes on with the same ones.</para>
    /// </remarks>
    /// <param name="eventTime">When a tuple happened; called once for each tuple, by several tasks at once.</param>
    /// <param name="watermarks">How the watermark follows.</param>
    /// <param name="partitionOf">Which of the strategy's partitions a tuple belongs to, from 0. By default those of its source, when the
    /// strategy is for several.</param>
    /// <param name="onFailure">What happens when one of the functions, or a generator, throws on a tuple; or gives the default time, one
    /// that is too far ahead, or a partition that there is not. The run halts unless another policy is named.</param>
    /// <param name="name">The component's name: the identity of what it keeps. By default <c>event-time</c>, the second in a topology
    /// <c>event-time-2</c>, and so on in the order in which they are described: name them when that may change.</param>
    public ProcessedStream<T, T> WithEventTime(
        Func<T, DateTimeOffset> eventTime,
        WatermarkStrategy watermarks,
        Func<T, int>? partitionOf = null,
        TupleFailurePolicy onFailure = TupleFailurePolicy.Halt,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(eventTime);
        ArgumentNullException.ThrowIfNull(watermarks);
        var options = new ComponentOptions { OnFailure = onFailure };
        var node = _draft.Add(new NodeDraft(name ?? _draft.DefaultName("event-time"), NodeKind.EventTime, Parallelism, options, inputs: 1,
            shape => new EventTimeNode<T>(shape, eventTime, watermarks, partitionOf)));
        ConnectTo(_draft, node, 0);
        return new ProcessedStream<T, T>(_draft, node);
    }
    /// <summary>As <see cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy, Func{T, int}, TupleFailurePolicy, string)"/>, of
    /// times whose kind is UTC or local.</summary>
    /// <remarks>A time of an unspecified kind is refused: what instant it is would depend on the machine's time zone. It falls under the
    /// failure policy.</remarks>
    /// <inheritdoc cref="WithEventTime(Func{T, DateTimeOffset}, WatermarkStrategy, Func{T, int}, TupleFailurePolicy, string)"/>
    public ProcessedStream<T, T> WithEventTime(
        Func<T, DateTime> eventTime,
        WatermarkStrategy watermarks,
        Func<T, int>? partitionOf = null,
        TupleFailurePolicy onFailure = TupleFailurePolicy.Halt,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(eventTime);
        return WithEventTime(tuple => eventTime(tuple) is { Kind: not DateTimeKind.Unspecified } time
            ? new DateTimeOffset(time)
            : throw new InvalidOperationException(
                "The event time does not say whether it is UTC or local: its kind is unspecified. Remedy: give it as DateTimeOffset, or " +
                "say DateTime.SpecifyKind(time, DateTimeKind.Utc) if that is what it is."), watermarks, partitionOf, onFailure, name);
    }
}
