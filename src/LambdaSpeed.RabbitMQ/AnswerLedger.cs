namespace LambdaSpeed.RabbitMQ;

/// <summary>Puts answers that follow each other into one frame: a frame for each costs more than the message. Pure.</summary>
/// <remarks>A frame that means all before it may only be sent when nothing before it is owed.</remarks>
internal sealed class AnswerLedger
{
    private readonly Queue<(ulong First, ulong Last, bool IsRejection)> _runs = new(); // deliveries without a gap, answered alike
    private (ulong First, ulong Last, bool IsRejection)? _open; // the newest run, which may grow
    private ulong _settled; // all deliveries up to here were answered by frames

    /// <summary>Whether something is to be sent.</summary>
    public bool IsOwing => _open is not null || _runs.Count > 0;

    /// <summary>Notes the answer for a delivery.</summary>
    public void Add(ulong tag, bool isRejection)
    {
        if (_open is { } open && open.IsRejection == isRejection && open.Last + 1 == tag)
        {
            _open = open with { Last = tag };
            return;
        }
        if (_open is { } whole) _runs.Enqueue(whole);
        _open = (tag, tag, isRejection);
    }

    /// <summary>Takes the next frame to send.</summary>
    public bool TryTake(out AnswerFrame frame)
    {
        frame = default;
        if (!_runs.TryPeek(out var run))
        {
            if (_open is not { } open) return false;
            _runs.Enqueue(run = open);
            _open = null;
        }
        _runs.Dequeue();
        if (run.First == _settled + 1)
        {
            _settled = run.Last;
            frame = new(run.Last, run.Last > run.First, run.IsRejection);
            return true;
        }
        frame = new(run.First, false, run.IsRejection); // something before it is owed: one by one
        if (run.First < run.Last) Return(run with { First = run.First + 1 });
        return true;
    }

    private void Return((ulong First, ulong Last, bool IsRejection) rest)
    {
        var later = _runs.ToArray();
        _runs.Clear();
        _runs.Enqueue(rest);
        foreach (var run in later) _runs.Enqueue(run);
    }
}
