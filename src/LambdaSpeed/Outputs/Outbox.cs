using System.Diagnostics;
using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Outputs;

/// <summary>The outbox of one output: what its tasks emitted, by epoch, until it is committed, released and durable at its place.</summary>
/// <remarks>
/// <para>In checkpoints it is a section with an entry for each task: the outputs of the newest epoch, with the outlet's note from before
/// their release. So after a crash between commit and release they are there, and the note tells whether they went out already.</para>
/// <para>Tasks add under their own buffer and seal at barriers; everything else happens beside the tasks, one call at a time. What is
/// sealed
/// is guarded by a lock, taken once for each task and epoch.</para>
/// </remarks>
[DebuggerDisplay("{Name}: {_sealed.Count} sealed")]
internal sealed class Outbox(string topology, string output, IOutlet outlet) : IStateSection, IOutbox
{
    private const string Format = "outputs";

    private readonly Lock _gate = new();
    private readonly List<SealedOutputs> _sealed = []; // in order of epochs; under the gate
    private readonly HashSet<string> _stored = [];     // producers that have an entry in the checkpoint; by the committing thread
    private EpochId _committed;                        // the newest epoch that may be released; likewise

    public string Name => $"outbox:{output}";

    public string? Schema => Format;

    /// <summary>The name by which the outputs of a task are known for ever.</summary>
    public string ProducerOf(int task) => $"{topology}/{output}/{task}";

    /// <summary>How many bytes one output of a task may have.</summary>
    public int MostBytesOf(int task) => outlet.MostBytesOf(ProducerOf(task));

    /// <summary>Takes what a task emitted in an epoch; called at the barrier, and with the end.</summary>
    public void Seal(int task, EpochId epoch, OutputRecords records)
    {
        if (records.Count == 0) return;
        lock (_gate) _sealed.Add(new SealedOutputs(ProducerOf(task), epoch, records));
    }

    public StateScan Changes(EpochId epoch) => new ChangeScan(this, epoch);

    private void WriteChanges(EpochId epoch, ChangeWriter writer)
    {
        var written = new HashSet<string>();
        foreach (var outputs in Of(epoch))
        {
            outputs.Mark ??= outlet.Mark();
            writer.Put(Codec.String, outputs.Producer, OutboxEntryCodec.Instance, outputs);
            written.Add(outputs.Producer);
        }
        foreach (var producer in _stored)
        {
            if (!written.Contains(producer)) writer.Remove(Codec.String, producer);
        }
        _stored.Clear();
        _stored.UnionWith(written);
    }

    public StateScan Scan(EpochId epoch) => new OutboxScan(Of(epoch));

    public void Load(ReadOnlySpan<byte> entries)
    {
        var reader = new ChangeReader(entries);
        while (reader.Read())
        {
            var key = reader.Key;
            var producer = Codec.String.Read(ref key);
            _sealed.RemoveAll(outputs => outputs.Producer == producer);
            _stored.Remove(producer);
            if (reader.Kind == ChangeKind.Remove) continue;

            var value = reader.Value;
            _sealed.Add(OutboxEntryCodec.Instance.Read(ref value));
            _stored.Add(producer);
        }
    }

    public void TakeOver(IStateSection predecessor, EpochId epoch)
    {
        Invariant.Require(predecessor is Outbox, $"section '{Name}' was of another type before");
        var former = (Outbox)predecessor;
        foreach (var outputs in former.Of(epoch)) _sealed.Add(outputs with { IsReleased = false }); // what is out is found by the mark
        _stored.UnionWith(former._stored);
    }

    public void MakeDurable()
    {
        Release(_committed);
        try
        {
            outlet.MakeDurable();
        }
        catch (Exception exception) when (exception is LogWriteException or IOException)
        {
            throw Failed(_committed, exception);
        }
    }

    public void Release(EpochId epoch)
    {
        _committed = epoch;
        foreach (var outputs in Of(epoch))
        {
            if (outputs.IsReleased) continue;
            try
            {
                ReleaseOne(outputs);
            }
            catch (Exception exception) when (exception is LogWriteException or IOException)
            {
                throw Failed(epoch, exception);
            }
        }
    }

    public void Forget(EpochId oldestNeeded)
    {
        lock (_gate) _sealed.RemoveAll(outputs => outputs.Epoch < oldestNeeded);
    }

    /// <summary>Any of the epoch's outputs may have been withdrawn: all are looked for again, by their marks.</summary>
    private OutputException Failed(EpochId epoch, Exception exception)
    {
        foreach (var outputs in Of(epoch)) outputs.IsReleased = false;
        return new OutputException(output, exception);
    }

    private void ReleaseOne(SealedOutputs outputs)
    {
        var mark = outputs.WasTried ? outputs.Mark : null;
        outputs.Mark ??= outlet.Mark();
        outputs.WasTried = true;
        outlet.Release(outputs.Producer, outputs.Epoch, outputs.Records, mark);
        outputs.IsReleased = true;
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
