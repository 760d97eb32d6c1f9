using System.Diagnostics;
using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Outputs;

/// <summary>The outbox of one output: what its tasks emitted, by epoch, until it is committed, released and durable at its place.</summary>
/// <remarks>
/// <para>In checkpoints it is a section with an entry for each task: the outputs of the newest epoch. So after a crash between commit and
/// release they are there, and the outlet tells which of them went out already.</para>
/// <para>Tasks add under their own buffer and seal at barriers; everything else happens beside the tasks, one call at a time. What is
/// sealed is guarded by a lock, taken once for each task and epoch.</para>
/// </remarks>
[DebuggerDisplay("{Name}: {_sealed.Count} sealed")]
internal sealed class Outbox(string output, IOutlet outlet) : IStateSection, IOutbox
{
    private const string Format = "outputs";

    private readonly Lock _gate = new();
    private readonly List<SealedOutputs> _sealed = []; // in order of epochs; under the gate
    private readonly HashSet<int> _stored = [];        // tasks that have an entry in the checkpoint; by the committing thread
    private EpochId _committed;                        // the newest epoch that may be released; likewise
    private long _run;                                 // which start of the run this is; set at the beginning

    public string Name => $"outbox:{output}";

    public string? Schema => Format;

    /// <summary>How many bytes one output may have.</summary>
    public int MostBytes => outlet.MostBytes;

    /// <summary>How their place is doing; null when it is part of the process.</summary>
    public OutletDescription? Place => outlet.Description;

    /// <summary>Connects to their place; by the output's first task, as it opens.</summary>
    public ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken) => outlet.OpenAsync(context, cancellationToken);

    /// <summary>Gives their place up; by the output's first task, when nothing is committed any more.</summary>
    public ValueTask CloseAsync() => outlet.CloseAsync();

    public void Begin(long incarnation) => _run = incarnation;

    /// <summary>Takes what a task emitted in an epoch; called at the barrier, and with the end.</summary>
    public void Seal(int task, EpochId epoch, OutputRecords records)
    {
        if (records.Count == 0) return;
        lock (_gate) _sealed.Add(new SealedOutputs(task, epoch, records));
    }

    public IReadOnlyList<StateScan> Changes(EpochId epoch) => [new ChangeScan(this, epoch)];

    private void WriteChanges(EpochId epoch, ChangeWriter writer)
    {
        var written = new HashSet<int>();
        foreach (var outputs in Of(epoch))
        {
            Identify(outputs);
            writer.Put(Codec.Int32, outputs.Task, OutboxEntryCodec.Instance, outputs);
            written.Add(outputs.Task);
        }
        foreach (var task in _stored)
        {
            if (!written.Contains(task)) writer.Remove(Codec.Int32, task);
        }
        _stored.Clear();
        _stored.UnionWith(written);
    }

    public StateScan Scan(MovingPin pin) => new OutboxScan(Of(pin.Epoch));

    public void Load(ReadOnlySpan<byte> entries)
    {
        var reader = new ChangeReader(entries);
        while (reader.Read())
        {
            var key = reader.Key;
            var task = Codec.Int32.Read(ref key);
            _sealed.RemoveAll(outputs => outputs.Task == task);
            _stored.Remove(task);
            if (reader.Kind == ChangeKind.Remove) continue;

            var value = reader.Value;
            _sealed.Add(OutboxEntryCodec.Instance.Read(ref value));
            _stored.Add(task);
        }
    }

    public void TakeOver(IStateSection predecessor, EpochId epoch)
    {
        Invariant.Require(predecessor is Outbox, $"section '{Name}' was of another type before");
        var former = (Outbox)predecessor;
        foreach (var outputs in former.Of(epoch)) _sealed.Add(outputs with { IsReleased = false }); // the outlet knows what is out
        _stored.UnionWith(former._stored);
    }

    public void MakeDurable()
    {
        Release(_committed);
        try
        {
            outlet.MakeDurable();
        }
        catch (Exception exception) when (exception is OutletException or LogWriteException or IOException)
        {
            throw Failed(_committed, exception);
        }
    }

    public void Release(EpochId epoch)
    {
        _committed = epoch;
        var outputs = Of(epoch);
        try
        {
            var former = outputs.Select(some => some.Incarnation).DefaultIfEmpty().Max();
            outlet.Begin(Math.Max(_run, former), [.. outputs.Where(some => some.MayBeOut)]);
            foreach (var some in outputs.Where(some => !some.IsReleased)) ReleaseOne(some);
        }
        catch (Exception exception) when (exception is OutletException or LogWriteException or IOException)
        {
            throw Failed(epoch, exception);
        }
    }

    public void Forget(EpochId oldestNeeded)
    {
        lock (_gate) _sealed.RemoveAll(outputs => outputs.Epoch < oldestNeeded);
    }

    /// <summary>Any of the epoch's outputs may have been withdrawn: all are looked for again, by their ids.</summary>
    private OutputException Failed(EpochId epoch, Exception exception)
    {
        foreach (var outputs in Of(epoch)) outputs.IsReleased = false;
        return new OutputException(output, exception);
    }

    private void ReleaseOne(SealedOutputs outputs)
    {
        Identify(outputs);
        try
        {
            outlet.Release(outputs);
            outputs.IsReleased = true;
        }
        finally
        {
            outputs.MayBeOut = true;
        }
    }

    /// <summary>Gives outputs the id that they keep, whoever releases them, and what their place needs to find them; it is
    /// open.</summary>
    private void Identify(SealedOutputs outputs)
    {
        if (outputs.Incarnation == 0) (outputs.Incarnation, outputs.Mark) = (outlet.Incarnation, outlet.Mark);
    }

    private List<SealedOutputs> Of(EpochId epoch)
    {
        lock (_gate) return [.. _sealed.Where(outputs => outputs.Epoch == epoch)];
    }

    /// <summary>Writes all in one go: outputs of one epoch are few beside its tuples, or take long to release anyhow.</summary>
    private sealed class ChangeScan(Outbox outbox, EpochId epoch) : StateScan
    {
        public override bool WriteSome(ChangeWriter writer, int bytes)
        {
            outbox.WriteChanges(epoch, writer);
            return false;
        }
    }
}
