using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LambdaSpeed.Outputs;

/// <summary>Appends outputs to a replay log, each exactly once: every record carries its id, and before a release is repeated the log is
/// searched for what went out.</summary>
/// <remarks>The outputs of a task and epoch that go to one partition are appended in their order, in chunks that are there whole or not at
/// all, so that the highest number found in a partition tells what is out. The mark holds up to where each partition was durable before the
/// release (what lies behind
/// may be withdrawn, and its offsets given again), so the search reads only what was appended since.</remarks>
internal sealed class LogOutlet(ReplayLog log) : IOutlet
{
    /// <summary>The name of the header that holds the id: <c>topology/output/task#epoch:sequence</c>.</summary>
    public const string IdHeader = "lambdaspeed-id";

    private const int ChunkBytes = 4 << 20;
    private const int IdRoom = 128; // the header's name, numbers and lengths

    private readonly Dictionary<int, (long End, int Generation)> _owed = []; // by partition: what was appended and is not durable yet

    public int MostBytesOf(string producer) =>
        log.MaxRecordBytes - IdRoom - Encoding.UTF8.GetMaxByteCount(producer.Length);

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
        var last = new long?[log.PartitionCount]; // the highest number that is out already
        var turn = StartOf(producer);
        long sequence = 0;
        foreach (var record in records)
        {
            var partition = record.Key.IsEmpty ? turn : log.PartitionOf(record.Key);
            var number = sequence++;
            if (ends is not null && number <= (last[partition] ??= LastOut(partition, ends[partition], prefix))) continue;

            var chunk = chunks[partition] ??= log.NewChunk();
            LogHeader[] id = [new(IdHeader, string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"))];
            chunk.Add(new LogEntry(record.Key, record.Value) { Headers = id });
            if (chunk.Bytes >= ChunkBytes) Append(partition, chunk);
        }
        for (var partition = 0; partition < chunks.Length; partition++)
        {
            if (chunks[partition] is { Count: > 0 } chunk) Append(partition, chunk);
        }
    }

    private void Append(int partition, LogChunk chunk)
    {
        var appended = log.Writers[partition].Append(chunk);
        _owed[partition] = (appended.Offset + chunk.Count, appended.Generation);
        chunk.Clear();
    }

    public void MakeDurable()
    {
        foreach (var (partition, (end, generation)) in _owed) log.Writers[partition].Sync(end, generation);
        _owed.Clear();
    }

    /// <summary>The highest number with this prefix in a partition; -1 when there is none.</summary>
    private long LastOut(int partition, long from, string prefix)
    {
        var last = -1L;
        var own = Encoding.UTF8.GetBytes(prefix);
        using var reader = log.OpenReader(partition, LogStart.At(new LogPosition(partition, Math.Max(from, log.FirstOffset(partition)))));
        while (reader.TryRead(out var record))
        {
            if (!record.Headers.TryGet(IdHeader, out var id)) continue;
            if (id.StartsWith(own) && Utf8Parser.TryParse(id[own.Length..], out long number, out _)) last = Math.Max(last, number);
        }
        return last;
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
