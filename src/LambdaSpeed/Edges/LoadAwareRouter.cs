using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends to the task with the least waiting for it; looks anew for each chunk.</summary>
/// <remarks>When no edge has room, the tuples wait here and go to the first one that has room again: a task that stands still holds up
/// only what was sent to it before.</remarks>
internal sealed class LoadAwareRouter<T>(EdgeWriter<T>[] writers, OutputGate gate) : TypedEdgeRouter<T>(writers)
{
    private readonly TupleBuffer<T> _waiting = new(16, carriesStamps: writers[0].CarriesStamps);
    private int _last; // the task chosen last: among equals the next one is chosen

    public override void Route(TupleBuffer<T> tuples)
    {
        var wasEmpty = _waiting.IsEmpty;
        _waiting.Append(tuples); // a copy, since others read the same buffer
        SendWaiting();
        if (wasEmpty && !_waiting.IsEmpty) gate.Close();
    }

    public override bool TrySendKept()
    {
        var isEmpty = base.TrySendKept();
        if (_waiting.IsEmpty) return isEmpty;
        SendWaiting();
        if (!_waiting.IsEmpty) return false;
        gate.Open();
        return isEmpty;
    }

    private void SendWaiting()
    {
        while (!_waiting.IsEmpty && LeastLoaded() is { } writer) _waiting.Skip(writer.AddSome(_waiting.Unread, _waiting.UnreadStamps));
    }

    private EdgeWriter<T>? LeastLoaded()
    {
        var chosen = -1;
        for (var i = 1; i <= Writers.Length; i++)
        {
            var other = (_last + i) % Writers.Length;
            if (!Writers[other].HasRoomOrWakes()) continue;
            if (chosen < 0 || Writers[other].Backlog < Writers[chosen].Backlog) chosen = other;
        }
        if (chosen < 0) return null;
        _last = chosen;
        return Writers[chosen];
    }
}
