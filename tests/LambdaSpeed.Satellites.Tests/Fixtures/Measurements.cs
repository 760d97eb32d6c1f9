using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>What the library has measured since this was made.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<Measured> _found = [];
    private readonly MeterListener _listener = new();

    public Measurements()
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "LambdaSpeed") listening.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((by, value, tags, _) => _found.Enqueue(new(by.Name, value, new(tags.ToArray()))));
        _listener.SetMeasurementEventCallback<double>((by, value, tags, _) => _found.Enqueue(new(by.Name, value, new(tags.ToArray()))));
        _listener.Start();
    }

    /// <summary>What is about a queue or topic.</summary>
    public List<Measured> Of(string destination) =>
        [.. _found.Where(measured => Equals(measured.Tags.GetValueOrDefault("messaging.destination.name"), destination))];

    /// <summary>Has gauges tell what they show.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Clear() => _found.Clear();

    public void Dispose() => _listener.Dispose();

    internal sealed record Measured(string Name, double Value, Dictionary<string, object?> Tags);
}
