using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends each tuple to the task that user code names: the direct and the custom grouping.</summary>
internal sealed class ChosenRouter<T>(EdgeWriter<T>[] writers, string sender, int senderTask, ICustomGrouping<T>? grouping)
    : TypedEdgeRouter<T>(writers)
{
    public override void Route(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        var targets = tuples.UnreadTargets;
        for (var i = 0; i < items.Length; i++)
        {
            var task = grouping is not null ? Choose(grouping, items[i]) : targets.Length > 0 ? targets[i] : -1;
            if ((uint)task >= (uint)Writers.Length)
            {
                throw Failure(new GroupingException(sender, task, Writers.Length, isDirect: grouping is null));
            }
            if (stamps.Length > 0) Writers[task].Add(items[i], stamps[i]);
            else Writers[task].Add(items[i]);
        }
    }

    private int Choose(ICustomGrouping<T> chooser, T tuple)
    {
        try
        {
            return chooser.ChooseTask(tuple, Writers.Length);
        }
        catch (Exception exception)
        {
            throw Failure(exception);
        }
    }

    private TaskFailedException Failure(Exception exception) => new(
        sender, senderTask, $"The grouping behind component '{sender}', task {senderTask}, failed: {exception.Message}", exception);
}
