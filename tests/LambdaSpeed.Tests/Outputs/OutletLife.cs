using LambdaSpeed.Outputs;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Outputs;

/// <summary>Starts of an output on one log, each as a run does it: made durable, committed, released; and what of it was ever in the
/// log.</summary>
internal sealed class OutletLife(LogFixture fixture)
{
    public const int PerEpoch = 5;

    private readonly Dictionary<(int Partition, long Offset), string> _seen = []; // ids
    private LogOutlet _outlet = null!;
    private SealedOutputs? _committed; // what the checkpoint holds

    /// <summary>Epochs committed so far.</summary>
    public long Epochs { get; private set; }

    public long Incarnation => _outlet.Incarnation;

    /// <summary>A process begins: releases what the checkpoint holds.</summary>
    public void Start(long run = 1)
    {
        _outlet = new LogOutlet(fixture.Log, "topology", "copies");
        _outlet.Begin(run, _committed is null ? [] : [_committed]);
        if (_committed is not null) _outlet.Release(_committed);
    }

    /// <summary>Commits an epoch and releases its outputs.</summary>
    public void Go()
    {
        _outlet.MakeDurable();
        var records = new OutputRecords();
        for (var i = 0; i < PerEpoch; i++) records.Add(Codec.String.Write, new string('x', 60), BitConverter.GetBytes(i));
        _committed = new SealedOutputs(0, new EpochId(++Epochs), records) { Incarnation = _outlet.Incarnation };
        _outlet.Release(_committed);
        _committed.MayBeOut = true;
        Look();
    }

    public void MakeDurable() => _outlet.MakeDurable();

    public void Stop() => _outlet.CloseAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>The checkpoints are gone: epochs begin anew.</summary>
    public void ForgetCheckpoints() => (_committed, Epochs) = (null, 0);

    /// <summary>Notes what is in the log; of what was there before, only what retention deleted still counts.</summary>
    public void Look()
    {
        foreach (var writer in fixture.Log.Writers) writer.Write(); // now, and not below: it may end a segment, which has retention look
        for (var partition = 0; partition < fixture.Log.PartitionCount; partition++)
        {
            var first = fixture.Log.FirstOffset(partition);
            foreach (var place in _seen.Keys.Where(place => place.Partition == partition && place.Offset >= first).ToList()) _seen.Remove(place);
            using var reader = fixture.Log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                if (record.Headers.TryGet("lambdaspeed-id", out var id)) _seen.Add((partition, record.Offset), System.Text.Encoding.UTF8.GetString(id));
            }
        }
    }

    public IReadOnlyList<string> Ids
    {
        get
        {
            Look();
            return [.. _seen.Values];
        }
    }

    public void RequireEachOnce(string when)
    {
        var ids = Ids;
        Assert.True(ids.Count == ids.Distinct().Count(), $"{when}: of {ids.Count} outputs {ids.Distinct().Count()} are different");
        Assert.True(ids.Count == Epochs * PerEpoch, $"{when}: {ids.Count} outputs of {Epochs} epochs are in the log");
    }
}
