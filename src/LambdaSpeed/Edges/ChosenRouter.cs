using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends each tuple to the task that user code names: the direct and the custom grouping.</summary>
internal sealed class ChosenRouter<T>(EdgeWriter<T>[] writers, string sender, ICustomGrouping<T>? grouping) : TypedEdgeRouter<T>(writers)
{
    public override void Route(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        var targets = tuples.UnreadTargets;
        for (var i = 0; i < items.Length; i++)
        {
            var task = grouping is not null ? grouping.ChooseTask(items[i], Writers.Length) : targets.Length > 0 ? targets[i] : -1;
            if ((uint)task >= (uint)Writers.Length) throw new GroupingException(sender, task, Writers.Length, isDirect: grouping is null);
            if (stamps.Length > 0) Writers[task].Add(items[i], stamps[i]);
            else Writers[task].Add(items[i]);
        }
    }
}
