using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Names the sender, and the tuple where that is known, when a grouping fails.</summary>
/// <param name="sender">The sending component.</param>
/// <param name="senderTask">The sending task.</param>
internal sealed class GroupingFailures(string sender, int senderTask)
{
    private long _routed; // tuples before those at hand, since the attempt began; written by the sending task

    public string Sender => sender;

    /// <summary>Counts tuples as routed.</summary>
    public void CountRouted(int count) => _routed += count;

    /// <summary>The exception for a tuple that was being routed.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="stamps">The stamps of the tuples; empty when none are carried.</param>
    /// <param name="index">Which of the tuples.</param>
    public TaskFailedException On(Exception exception, ReadOnlySpan<TupleStamp> stamps, int index)
    {
        LogPosition? position = stamps.Length > 0 ? stamps[index].Position : null;
        var tuple = position is { } at ? $" on the tuple with source position {at}" : "";
        return new(sender, senderTask,
            $"The grouping behind component '{sender}', task {senderTask}, failed{tuple}: {exception.Message}", exception, position)
        {
            TupleOrdinal = _routed + index,
        };
    }
}
