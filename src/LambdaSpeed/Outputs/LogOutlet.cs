using System.Globalization;
using LambdaSpeed.Invariants;
using LambdaSpeed.Logs;

namespace LambdaSpeed.Outputs;

/// <summary>Appends outputs to a replay log, each exactly once: every record carries its id, and the log remembers the last id of each
/// task.</summary>
/// <remarks>
/// <para>The outputs of a task that go to one partition are appended in their order, in chunks that are there whole or not at all: so the
/// last one tells what is out. It is kept in a <see cref="OutletLedger"/>, in the files of a named consumer, together with the offsets up
/// to
/// which the ledger is complete. Behind those a start searches the log; and as they are a consumer's offsets, retention keeps what it has
/// to search. The two are saved as one, so a crash leaves an older pair, which means a longer search.</para>
/// <para>An outlet that was closed in order has nothing to search and holds nothing up.</para>
/// </remarks>
internal sealed class LogOutlet(ReplayLog log, string topology, string output) : IOutlet
{
    private const int ChunkBytes = 4 << 20;

    private readonly OutputHeader _header = new(topology, output);
    private readonly Dictionary<int, (long End, int Generation)> _owed = [];                  // by partition: what is not durable yet
    private readonly Dictionary<(int Task, int Partition), OutputId> _appended = [];          // the last of it
    private ConsumerState? _memory;       // the files in which it is remembered what is out; null while closed
    private OutletLedger _ledger = new(); // what is out and durable
    private byte[] _ledgerBytes = [];     // the same, as it is saved
    private bool _isOpen;                 // ledger and owed outputs together are all that is out; false after a failure

    public int MostBytes => log.MaxRecordBytes - _header.MostBytes;

    public long Incarnation { get; private set; }

    /// <summary>The name of the consumer by which the log remembers.</summary>
    private string Consumer => ConsumerRegistry.NameOf(topology, output);

    public ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken) => log.Writers.Count > 0
        ? ValueTask.CompletedTask
        : throw new InvalidOperationException(
            $"The log in '{log.Directory}', to which output '{output}' appends, was opened for reading. Remedy: open it for writing, in " +
            "the process that does so.");

    public void Begin(long least, IReadOnlyList<SealedOutputs> mayBeOut)
    {
        if (_isOpen) return;

        var memory = _memory ??= log.Consumers.Open(Consumer);
        _owed.Clear(); // all of it is looked for
        _appended.Clear();
        log.Sync();    // what an attempt before this one appended may still wait to be written, where no search finds it
        LogPosition[] ends = Ends();
        var ledger = OutletLedger.FromBytes(memory.Extra);
        foreach (var end in ends) Search(ledger, StartOfSearch(memory, end, mayBeOut.Count > 0), end.Offset);
        if (Incarnation == 0) Incarnation = Math.Max(least, ledger.Incarnation + 1);
        ledger.Incarnation = Incarnation;
        (_ledger, _ledgerBytes) = (ledger, ledger.ToBytes());
        memory.Save(ends, _ledgerBytes); // before anything is appended that would have to be searched for
        _isOpen = true;
    }

    public void Release(SealedOutputs outputs)
    {
        Invariant.Require(_isOpen, $"outputs of '{output}' are released while its outlet is closed");
        Invariant.Require(outputs.Incarnation is > 0 && outputs.Incarnation <= Incarnation,
            $"outputs of '{output}' are of incarnation {outputs.Incarnation}, its outlet of {Incarnation}");

        _isOpen = false; // while it is not known how far this gets
        var prefix = _header.PrefixOf(outputs.Task, outputs.Incarnation, outputs.Epoch);
        var chunks = new LogChunk?[log.PartitionCount];
        var turn = PartitionOf(outputs.Task);
        foreach (var record in outputs.Records)
        {
            var id = outputs.IdOf(record.Sequence);
            var partition = record.Key.IsEmpty ? turn : log.PartitionOf(record.Key);
            if (outputs.MayBeOut && _ledger.Holds(outputs.Task, partition, id)) continue;

            var chunk = chunks[partition] ??= log.NewChunk();
            LogHeader[] header = [new(OutputHeader.Name, string.Create(CultureInfo.InvariantCulture, $"{prefix}{id.Sequence}"))];
            chunk.Add(new LogEntry(record.Key, record.Value) { Headers = header });
            _appended[(outputs.Task, partition)] = id;
            if (chunk.Bytes >= ChunkBytes) Append(partition, chunk);
        }
        for (var partition = 0; partition < chunks.Length; partition++)
        {
            if (chunks[partition] is { Count: > 0 } chunk) Append(partition, chunk);
        }
        _isOpen = true;
    }

    public void MakeDurable()
    {
        if (!_isOpen) return; // nothing is known to be owed

        _isOpen = false;
        foreach (var (partition, (end, generation)) in _owed) log.Writers[partition].Sync(end, generation);
        foreach (var ((task, partition), id) in _appended) _ledger.Note(task, partition, id);
        if (_appended.Count > 0) _ledgerBytes = _ledger.ToBytes();
        _owed.Clear();
        _appended.Clear();
        var ends = Ends(); // also without outputs: else an output that comes once a year would hold up the retention of others' records
        if (ends.Any(end => _memory!.OffsetOf(end.Partition) != end.Offset)) _memory!.Note(ends, _ledgerBytes);
        _isOpen = true;
    }

    public ValueTask CloseAsync()
    {
        if (_memory is { } memory) Close(memory);
        return ValueTask.CompletedTask;
    }

    private void Close(ConsumerState memory)
    {
        try
        {
            MakeDurable();
            LogPosition[] nothing = [.. Enumerable.Range(0, log.PartitionCount).Select(partition => new LogPosition(partition, -1))];
            if (_isOpen) memory.Save(nothing, _ledgerBytes);
        }
        catch (Exception exception) when (
            exception is LogWriteException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            memory.WarnNotSaved(exception); // what is saved holds all the same: the next start has more to search
        }
        log.Consumers.Close(memory);
        (_memory, _isOpen, Incarnation) = (null, false, 0);
    }

    private void Append(int partition, LogChunk chunk)
    {
        var appended = log.Writers[partition].Append(chunk);
        _owed[partition] = (appended.Offset + chunk.Count, appended.Generation);
        chunk.Clear();
    }

    /// <summary>Up to where each partition is durable. While nothing is owed, all outputs in the log stand before that.</summary>
    private LogPosition[] Ends() =>
        [.. log.Writers.Select(writer => new LogPosition(writer.Index, writer.DurableOffset))];

    /// <summary>From where on a partition may hold outputs that the ledger lacks.</summary>
    private LogPosition StartOfSearch(ConsumerState memory, LogPosition end, bool mayBeOut)
    {
        var partition = end.Partition;
        var first = log.FirstOffset(partition);
        if (memory.OffsetOf(partition) is not { } covered)
        {
            // a ledger without offsets was closed in order; without a ledger there was no start before, or it was deleted
            return memory.Extra.Length == 0 && mayBeOut ? new LogPosition(partition, first) : end;
        }
        if (covered >= first) return new LogPosition(partition, covered);
        if (mayBeOut) throw LogPositionException.OutletPassed(new LogPosition(partition, covered), first, end.Offset, output, Consumer);
        return new LogPosition(partition, first);
    }

    private void Search(OutletLedger ledger, LogPosition from, long end)
    {
        if (from.Offset >= end) return;

        using var reader = log.OpenReader(from.Partition, LogStart.At(from));
        while (reader.NextOffset < end && reader.TryRead(out var record))
        {
            if (!record.Headers.TryGet(OutputHeader.Name, out var text)) continue;
            if (_header.TryRead(text, out var task, out var id)) ledger.Note(task, from.Partition, id);
        }
        Invariant.Require(reader.NextOffset >= end, $"the search for outputs of '{output}' ended at {reader.NextOffset}, before {end}");
    }

    /// <summary>The partition of a task's outputs without keys: always the same, so that their order is kept.</summary>
    private int PartitionOf(int task) => (int)(Codec.String.Hash(
        string.Create(CultureInfo.InvariantCulture, $"{topology}/{output}/{task}")) % (ulong)log.PartitionCount);
}
