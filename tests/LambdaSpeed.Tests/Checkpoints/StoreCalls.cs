using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Listens to the operations of a topology's checkpoints, and writes each down as system, operation, section and error.</summary>
internal sealed class StoreCalls : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly MeterListener _listener;

    public StoreCalls(string topology)
    {
        _listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Name: "db.client.operation.duration", Unit: "s", Meter.Name: "LambdaSpeed" }) self.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (!Equals(named.GetValueOrDefault("db.namespace"), topology) || seconds < 0) return;
            string[] parts = ["db.system.name", "db.operation.name", "db.collection.name", "error.type"];
            _seen.Enqueue(string.Join(' ', parts.Where(named.ContainsKey).Select(part => named[part])));
        });
        _listener.Start();
    }

    public IReadOnlyCollection<string> Seen => _seen;

    public void Dispose() => _listener.Dispose();
}
