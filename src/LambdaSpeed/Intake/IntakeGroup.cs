using System.Diagnostics;

namespace LambdaSpeed.Intake;

/// <summary>The deliveries that share a sync: each is judged when it is taken, all are stored together, then answered.</summary>
/// <remarks>Owned by the loop of one intake. What it does to the disk happens within <see cref="TryStoreAsync"/>.</remarks>
[DebuggerDisplay("{Count} deliveries")]
internal sealed class IntakeGroup<TMessage, TRecord>
{
    /// <summary>A group is stored when it has so many bytes; with the largest message behind it, it fits into a chunk.</summary>
    private const int FullBytes = 1 << 20;

    private readonly MessageWindow _window;
    private readonly IntakeJudge<TMessage, TRecord> _judge;
    private readonly PartitionShare[] _shares; // by partition
    private readonly int _maxCount;
    private readonly bool _storesInTurn;
    private readonly List<TakenDelivery<TMessage>> _taken = [];
    private readonly Dictionary<string, TakenDelivery<TMessage>> _byId = new(StringComparer.Ordinal); // those that are stored by this group
    private long _bytes; // of all records

    public IntakeGroup(
        ReplayLogWriter<TRecord> writer, Action<TMessage, IntakeDoor<TRecord>> door, MessageWindow window, IntakeOptions options)
    {
        _window = window;
        _maxCount = options.MaxTogether;
        _storesInTurn = options.StoresInTurn;
        _shares = [.. Enumerable.Range(0, writer.Log.PartitionCount).Select(partition => new PartitionShare(writer.Log, partition))];
        _judge = new IntakeJudge<TMessage, TRecord>(options.Name, writer, door, _shares);
    }

    public int Count => _taken.Count;

    public bool IsFull => _taken.Count >= _maxCount || _bytes >= FullBytes;

    /// <summary>How many messages would be known again.</summary>
    public int Known => _window.Count;

    /// <summary>The deliveries, in their order.</summary>
    public IReadOnlyList<TakenDelivery<TMessage>> Taken => _taken;

    /// <summary>Takes a delivery in, and decides what becomes of it.</summary>
    public void Take(IDelivery<TMessage> delivery)
    {
        var taken = new TakenDelivery<TMessage>(delivery);
        _taken.Add(taken);
        if (!TryFindId(taken)) return;
        var id = taken.Id;
        var known = default(KnownMessage);
        if (id is not null)
        {
            if (_byId.TryGetValue(id, out var first))
            {
                taken.First = first;
                return;
            }
            if (_window.TryFind(id, out known)) taken.Known = known.Positions;
            if (taken.Known.Length > 0 && known.IsWhole) return;
        }
        _bytes += _judge.Judge(taken, id, known);
        if (id is not null && taken.Parts.Count > 0) _byId.Add(id, taken);
    }

    /// <summary>Stores what is to be stored; answers null when all of it is durable, else what the log says. May be called
    /// again.</summary>
    public async ValueTask<LogWriteException?> TryStoreAsync()
    {
        // while one partition fails the others go on: nobody is answered, but less is left to do
        var pending = _shares.Where(share => share.IsPending).ToArray();
        var failures = pending.Length == 1 || _storesInTurn
            ? [.. pending.Select(share => share.TryStore())]
            : await Task.WhenAll(pending.Select(share => Task.Run(share.TryStore))).ConfigureAwait(false);
        if (Array.Find(failures, failure => failure is not null) is { } first) return first;

        Remember();
        return null;
    }

    /// <summary>Begins anew, when all are answered.</summary>
    public void Clear()
    {
        _taken.Clear();
        _byId.Clear();
        _bytes = 0;
        foreach (var share in _shares) share.Clear();
    }

    /// <summary>Finds the id, which users' functions do: when they throw, the message is rejected as by its door.</summary>
    private static bool TryFindId(TakenDelivery<TMessage> taken)
    {
        try
        {
            taken.Id = taken.Delivery.MessageId is { Length: > 0 } given ? given : null;
            return true;
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            taken.Rejection = $"The message's id could not be found: {exception.GetType().Name}: {exception.Message}";
            return false;
        }
    }

    private void Remember()
    {
        foreach (var (id, taken) in _byId)
        {
            var parts = taken.Known.Length + taken.Parts.Count;
            foreach (var (share, last) in taken.Parts) _window.Add(id, parts, share.PositionOf(last));
        }
        foreach (var share in _shares)
        {
            if (share.Count > 0) _window.MoveTo(share.Partition, share.EndOffset);
        }
    }
}
