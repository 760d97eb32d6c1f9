using System.Buffers;
using System.Globalization;

namespace LambdaSpeed.Outputs;

/// <summary>Appends outputs to a replay log, each exactly once: every record carries its id, and before a release is repeated the log is
/// searched for what went out.</summary>
/// <remarks>All outputs of a task and epoch that go to one partition are appended as one chunk, whole or not at all, so that looking for
/// the
/// first id of a partition is enough. The mark holds up to where each partition was durable before the release (what lies behind
/// may be withdrawn, and its offsets given again), so the search reads only what was appended since.</remarks>
internal sealed class LogOutlet(ReplayLog log) : IOutlet
{
    /// <summary>The name of the header that holds the id: <c>topology/output/task#epoch:sequence</c>.</summary>
    public const string IdHeader = "lambdaspeed-id";

    private readonly Dictionary<int, (long End, int Generation)> _owed = []; // by partition: what was appended and is not durable yet

    public byte[] Mark()
    {
        var bytes = new ArrayBufferWriter<byte>(16 + (log.PartitionCount * sizeof(long)));
        Codec.String.Write(bytes, log.Id);
        Codec.Int32.Write(bytes, log.PartitionCount);
        for (var partition = 0; partition < log.PartitionCount; partition++) Codec.Int64.Write(bytes, log.DurableOffset(partition));
        return bytes.WrittenSpan.ToArray();
    }

    public void Release(string producer, EpochId epoch, OutputRecords records, byte[]? mark)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{producer}#{epoch.Number}:");
        long[]? ends = null;
        if (mark is not null)
        {
            _owed.Clear(); // all of it is looked for
            log.Sync();    // what an attempt before this one appended may still wait to be written, where no search finds it
            ends = EndsOf(mark);
        }
        var chunks = new LogChunk?[log.PartitionCount];
        var turn = StartOf(producer);
        long sequence = 0;
        foreach (var record in records)
        {
            var partition = record.Key.IsEmpty ? turn : log.PartitionOf(record.Key);
            var chunk = chunks[partition] ??= log.NewChunk();
            LogHeader[] id = [new(IdHeader, string.Create(CultureInfo.InvariantCulture, $"{prefix}{sequence++}"))];
            chunk.Add(new LogEntry(record.Key, record.Value) { Headers = id });
        }
        for (var partition = 0; partition < chunks.Length; partition++)
        {
            if (chunks[partition] is not { } chunk) continue;
            if (ends is not null && IsOut(partition, ends[partition], prefix)) continue;

            var appended = log.Writers[partition].Append(chunk);
            _owed[partition] = (appended.Offset + chunk.Count, appended.Generation);
        }
    }

    public void MakeDurable()
    {
        foreach (var (partition, (end, generation)) in _owed) log.Writers[partition].Sync(end, generation);
        _owed.Clear();
    }

    private bool IsOut(int partition, long from, string prefix)
    {
        using var reader = log.OpenReader(partition, LogStart.At(new LogPosition(partition, Math.Max(from, log.FirstOffset(partition)))));
        while (reader.TryRead(out var record))
        {
            if (!record.Headers.TryGet(IdHeader, out var id)) continue;
            if (System.Text.Encoding.UTF8.GetString(id).StartsWith(prefix, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private long[] EndsOf(ReadOnlySpan<byte> mark)
    {
        var id = Codec.String.Read(ref mark);
        var ends = new long[log.PartitionCount];
        if (id != log.Id) return ends; // another log: all of it is searched
        var noted = Math.Min(Codec.Int32.Read(ref mark), ends.Length);
        for (var partition = 0; partition < noted; partition++) ends[partition] = Codec.Int64.Read(ref mark);
        return ends;
    }

    /// <summary>The partition of a producer's outputs without keys: always the same, so that their order is kept.</summary>
    private int StartOf(string producer) =>
        (int)(Codec.String.Hash(producer) % (ulong)log.PartitionCount);
}
