using System.Globalization;

namespace LambdaSpeed.Testing;

/// <summary>The verbs of the log's contract, for one clause. Disposal closes what the clause has left open.</summary>
internal sealed class LogProbe(string clause, LogHarness harness, CancellationToken cancellationToken)
    : ContractProbe(clause), IAsyncDisposable
{
    private const int ChunkLength = 20;

    private readonly List<ReplayLog> _opened = []; // in the order of opening

    public LogHarness Harness => harness;

    public CancellationToken Cancel => cancellationToken;

    /// <summary>Opens the log with two partitions and short segments, so that there are many of them.</summary>
    public Task<ReplayLog> OpenAsync() => OpenAsync(Small);

    public async Task<ReplayLog> OpenAsync(ReplayLogOptions options)
    {
        var log = await harness.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        _opened.Add(log);
        return log;
    }

    public ReplayLogOptions Small =>
        harness.Options with { Partitions = 2, SegmentBytes = 4096, RetentionAge = null, RetentionBytes = null };

    /// <summary>Closes a log in order, and opens the next one.</summary>
    public async Task<ReplayLog> ReopenAsync(ReplayLog log)
    {
        await CloseAsync(log).ConfigureAwait(false);
        return await OpenAsync().ConfigureAwait(false);
    }

    public async Task CloseAsync(ReplayLog log)
    {
        _opened.Remove(log);
        await log.DisposeAsync().ConfigureAwait(false);
    }

    public async Task CrashAsync(ReplayLog log)
    {
        _opened.Remove(log);
        await harness.CrashAsync(log).ConfigureAwait(false);
    }

    /// <summary>Appends numbered records to a partition; each tells by its key, header and timestamp which it is.</summary>
    public static void Append(ReplayLog log, int partition, int from, int count)
    {
        var chunk = log.NewChunk();
        for (var i = from; i < from + count; i++)
        {
            LogHeader[] headers = [new("number", i.ToString(CultureInfo.InvariantCulture))];
            chunk.Add(new LogEntry(BitConverter.GetBytes(i), ValueOf(i)) { Headers = headers, Timestamp = TimeOf(i) });
            if (chunk.Count < ChunkLength && i < from + count - 1) continue; // a policy may sync each
            log.Append(partition, chunk);
            chunk.Clear();
        }
    }

    /// <summary>The numbers of the records of a partition, each required to be whole, from a place on.</summary>
    public List<int> Read(ReplayLog log, int partition, LogStart? start = null)
    {
        using var reader = log.OpenReader(partition, start);
        return Read(reader);
    }

    /// <summary>What there is to read on.</summary>
    public List<int> Read(LogReader reader)
    {
        var numbers = new List<int>();
        for (var due = reader.NextOffset; reader.TryRead(out var record); due++)
        {
            Require(record.Offset == due, $"after offset {due - 1} of partition {reader.Partition} came {record.Offset}");
            Require(record.Key.Length == sizeof(int), $"the key of record {record.Position} has {record.Key.Length} bytes");
            var number = BitConverter.ToInt32(record.Key);
            Require(record.Value.SequenceEqual(ValueOf(number)), $"the value of record {record.Position} is not what was appended");
            Require(record.Timestamp == TimeOf(number), $"the timestamp of record {record.Position} is {record.Timestamp:O}");
            Require(
                record.Headers.TryGet("number", out var header) && int.Parse(header, CultureInfo.InvariantCulture) == number,
                $"the header of record {record.Position} is not what was appended");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The timestamp of a record: a second after the one before.</summary>
    public static DateTimeOffset TimeOf(int number) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number);

    /// <summary>The numbers are those from one on, all of them.</summary>
    public void RequireNumbers(IReadOnlyList<int> found, int from, int count, string what)
    {
        Require(found.Count == count, $"{what}: {found.Count} records, {count} are owed");
        Require(found.SequenceEqual(Enumerable.Range(from, count)), $"{what}: other records, or in another order, than was appended");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _opened.Count - 1; i >= 0; i--) await _opened[i].DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The value of a record: of lengths from 0 on, now and then beyond a segment's.</summary>
    private static byte[] ValueOf(int number)
    {
        var bytes = new byte[number % 97 == 96 ? 6000 : number % 50];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
