using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends each tuple to the task that user code names: the direct and the custom grouping.</summary>
internal sealed class ChosenRouter<T>(EdgeWriter<T>[] writers, GroupingFailures failures, ICustomGrouping<T>? grouping)
    : TypedEdgeRouter<T>(writers)
{
    private int _index; // the tuple that is being routed; written before user code is called, read when it has thrown

    public override void Route(TupleBuffer<T> tuples)
    {
        try
        {
            RouteAll(tuples);
            failures.CountRouted(tuples.Count);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            throw failures.On(exception, tuples.UnreadStamps, _index);
        }
    }

    private void RouteAll(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        var targets = tuples.UnreadTargets;
        for (var i = 0; i < items.Length; i++)
        {
            _index = i;
            var task = grouping is not null ? grouping.ChooseTask(items[i], Writers.Length) : targets.Length > 0 ? targets[i] : -1;
            if ((uint)task >= (uint)Writers.Length)
            {
                throw new GroupingException(failures.Sender, task, Writers.Length, isDirect: grouping is null);
            }
            if (stamps.Length > 0) Writers[task].Add(items[i], stamps[i]);
            else Writers[task].Add(items[i]);
        }
    }
}
