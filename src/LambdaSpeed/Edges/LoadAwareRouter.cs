using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends to the task with the least waiting for it; looks anew for each chunk.</summary>
internal sealed class LoadAwareRouter<T>(EdgeWriter<T>[] writers) : TypedEdgeRouter<T>(writers)
{
    private int _last; // the task chosen last: among equals the next one is chosen

    public override void Route(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        while (items.Length > 0)
        {
            var count = LeastLoaded().AddSome(items, stamps);
            items = items[count..];
            if (stamps.Length > 0) stamps = stamps[count..];
        }
    }

    private EdgeWriter<T> LeastLoaded()
    {
        var chosen = (_last + 1) % Writers.Length;
        for (var i = 1; i < Writers.Length; i++)
        {
            var other = (_last + 1 + i) % Writers.Length;
            if (Writers[other].Backlog < Writers[chosen].Backlog) chosen = other;
        }
        _last = chosen;
        return Writers[chosen];
    }
}
