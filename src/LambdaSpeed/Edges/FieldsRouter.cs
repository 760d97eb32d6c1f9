using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends all tuples of a key to one task: key, key group, task.</summary>
internal sealed class FieldsRouter<T>(EdgeWriter<T>[] writers, GroupingFailures failures, Func<T, uint> hashOf, int keyGroups)
    : TypedEdgeRouter<T>(writers)
{
    private readonly EdgeWriter<T>[] _writerOfGroup =
        [.. Enumerable.Range(0, keyGroups).Select(group => writers[KeyGroups.TaskOf(group, keyGroups, writers.Length)])];

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
        for (var i = 0; i < items.Length; i++)
        {
            _index = i;
            var writer = _writerOfGroup[KeyGroups.GroupOf(hashOf(items[i]), keyGroups)];
            if (stamps.Length > 0) writer.Add(items[i], stamps[i]);
            else writer.Add(items[i]);
        }
    }
}
