using System.Buffers;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.Outputs;

/// <summary>The last output of each task that is in each partition of a log, and the newest incarnation that wrote there. Pure.</summary>
/// <remarks>Kept in the log's own files, so that it survives what retention does to the records; see
/// <c>docs/formats/replay-log.md</c>.</remarks>
internal sealed class OutletLedger
{
    private const string Format = "outlet ledger";
    private const byte Kind = 2; // among the kinds of consumers that keep something besides: a queue is 1
    private const byte Version = 1;

    private readonly SortedDictionary<(int Task, int Partition), OutputId> _last = [];

    /// <summary>The newest incarnation; 0 before the first.</summary>
    public long Incarnation { get; set; }

    /// <summary>Is an output in a partition already?</summary>
    public bool Holds(int task, int partition, OutputId id) => _last.TryGetValue((task, partition), out var last) && id <= last;

    /// <summary>Notes that an output, and all of its task and partition before it, is in the log.</summary>
    public void Note(int task, int partition, OutputId id)
    {
        Invariant.Require(task >= 0 && partition >= 0, $"an output of task {task} is noted in partition {partition}");
        if (!Holds(task, partition, id)) _last[(task, partition)] = id;
    }

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>(16 + (32 * _last.Count));
        Codec.Byte.Write(bytes, Kind);
        Codec.Byte.Write(bytes, Version);
        Codec.Int64.Write(bytes, Incarnation);
        Codec.Int32.Write(bytes, _last.Count);
        foreach (var ((task, partition), id) in _last)
        {
            Codec.Int32.Write(bytes, task);
            Codec.Int32.Write(bytes, partition);
            Codec.Int64.Write(bytes, id.Incarnation);
            Codec.Int64.Write(bytes, id.Epoch.Number);
            Codec.Int64.Write(bytes, id.Sequence);
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="CodecException">The bytes are no ledger, or one of a newer version.</exception>
    public static OutletLedger FromBytes(ReadOnlySpan<byte> bytes)
    {
        var ledger = new OutletLedger();
        if (bytes.IsEmpty) return ledger;
        if (Codec.Byte.Read(ref bytes) != Kind) throw CodecException.Malformed(Format, "what an outlet keeps", bytes.Length);
        var version = Codec.Byte.Read(ref bytes);
        if (version != Version) throw CodecException.UnknownVersion(Format, version, Version, bytes.Length);

        ledger.Incarnation = Codec.Int64.Read(ref bytes);
        for (var left = Codec.Int32.Read(ref bytes); left > 0; left--)
        {
            var place = (Codec.Int32.Read(ref bytes), Codec.Int32.Read(ref bytes));
            ledger._last[place] = new(Codec.Int64.Read(ref bytes), new(Codec.Int64.Read(ref bytes)), Codec.Int64.Read(ref bytes));
        }
        return bytes.IsEmpty ? ledger : throw CodecException.Malformed(Format, "nothing more", bytes.Length);
    }
}
