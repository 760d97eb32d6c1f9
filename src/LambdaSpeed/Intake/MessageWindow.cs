using System.Diagnostics;

namespace LambdaSpeed.Intake;

/// <summary>Which messages are known: those that stand among the last records of each partition.</summary>
/// <remarks>Pure: no log, no clock, no lock; owned by the loop of one intake. What it knows depends on the log alone, so one that was read
/// from the log's tail and one that saw every message stored answer alike.</remarks>
/// <param name="partitions">How many partitions the log has.</param>
/// <param name="records">How many records of each are looked back over.</param>
[DebuggerDisplay("{Count} known")]
internal sealed class MessageWindow(int partitions, int records)
{
    private readonly Dictionary<string, KnownMessage> _known = new(StringComparer.Ordinal);
    private readonly Queue<(long Offset, string Id)>[] _order =
        [.. Enumerable.Range(0, partitions).Select(_ => new Queue<(long, string)>())];

    public int Count => _known.Count;

    /// <summary>The first offset of a partition that is looked at when it ends at another.</summary>
    public long StartFor(long end) => Math.Max(0, end - records);

    public bool TryFind(string id, out KnownMessage known) => _known.TryGetValue(id, out known);

    /// <summary>Notes a record of a message; those of a partition in the order of their offsets.</summary>
    /// <param name="id">The message.</param>
    /// <param name="parts">Over how many partitions it is spread.</param>
    /// <param name="position">The record, the message's last one in its partition so far.</param>
    public void Add(string id, int parts, LogPosition position)
    {
        _known[id] = _known.TryGetValue(id, out var known) ? known.With(parts, position) : new KnownMessage(parts, [position]);
        _order[position.Partition].Enqueue((position.Offset, id));
    }

    /// <summary>Forgets what does not stand among the last records of a partition any more.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="end">The offset behind its last record.</param>
    public void MoveTo(int partition, long end)
    {
        var order = _order[partition];
        while (order.TryPeek(out var oldest) && oldest.Offset < StartFor(end))
        {
            order.Dequeue();
            var position = new LogPosition(partition, oldest.Offset);
            if (!_known.TryGetValue(oldest.Id, out var known) || !known.Positions.Contains(position)) continue; // it came again since

            if (known.Without(position) is { } rest) _known[oldest.Id] = rest;
            else _known.Remove(oldest.Id);
        }
    }
}
