using LambdaSpeed.LogThroughput.Running;

namespace LambdaSpeed.LogThroughput.Contenders;

/// <summary>The replay log, record by record or in chunks.</summary>
public sealed class ReplayLogRecords(bool isChunked) : ILogContender
{
    private const int RecordsPerChunk = 2500; // a quarter of a megabyte: what the cache of a core holds

    private ReplayLog? _log;    // open between Open and Close
    private LogChunk? _chunk;   // of it

    public string Name => isChunked ? "ReplayLog-chunks" : "ReplayLog";

    public void Open(string directory)
    {
        _log = ReplayLog.OpenAsync(directory, new ReplayLogOptions { Durability = LogDurability.None }).AsTask().GetAwaiter().GetResult();
        _chunk = _log.NewChunk();
    }

    public void AppendAndSync(ReadOnlySpan<byte> records)
    {
        if (isChunked) AppendChunk(records);
        else AppendEach(records);
        _log!.Sync();
    }

    public void Finish()
    {
    }

    public (long Count, long Sum) Scan()
    {
        using var reader = _log!.OpenReader(0);
        long count = 0, sum = 0;
        while (reader.TryRead(out var record))
        {
            sum += Records.NumberOf(record.Value);
            count++;
        }
        return (count, sum);
    }

    public void Close() => _log!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void AppendEach(ReadOnlySpan<byte> records)
    {
        for (; records.Length > 0; records = records[Records.Bytes..]) _log!.Append(records[..Records.Bytes]);
    }

    private void AppendChunk(ReadOnlySpan<byte> records)
    {
        for (; records.Length > 0; records = records[Records.Bytes..])
        {
            _chunk!.Add(records[..Records.Bytes]);
            if (_chunk.Count < RecordsPerChunk && records.Length > Records.Bytes) continue;

            _log!.Append(0, _chunk);
            _chunk.Clear();
        }
    }
}
