using LambdaSpeed.Sketches;

namespace SuperWebAnalytics.Batch;

/// <summary>The clients of a page: known one by one in what the batch layer computes, estimated by a sketch in what came since. Known ones
/// united are known; with a sketch they are estimated too, until the batch layer has caught up.</summary>
internal sealed class UniqueClients
{
    private const int LogK = 8; // some 6 % off, for 256 bytes a page at most

    private HashSet<string>? _known; // null when there is a sketch, or nobody
    private HllSketch? _sketch;      // null when all are known, or there is nobody

    public UniqueClients()
    {
    }

    public UniqueClients(HashSet<string>? known, HllSketch? sketch) => (_known, _sketch) = (known, sketch);

    public HashSet<string>? Known => _known;

    public HllSketch? Sketch => _sketch;

    public long Count => _known?.Count ?? (_sketch is null ? 0 : (long)Math.Round(_sketch.OrderFreeEstimate));

    public void AddKnown(string client)
    {
        if (_sketch is null) (_known ??= new(StringComparer.Ordinal)).Add(client);
        else _sketch.Add(client);
    }

    public void AddToSketch(string client) => Estimated().Add(client);

    public void UnionWith(UniqueClients other)
    {
        if (other._sketch is not null) Estimated().Merge(other._sketch);
        foreach (var client in other._known ?? []) AddKnown(client);
    }

    public UniqueClients Copy() => new(_known is null ? null : new(_known, StringComparer.Ordinal), _sketch?.Copy());

    private HllSketch Estimated()
    {
        if (_sketch is not null) return _sketch;
        _sketch = new HllSketch(LogK);
        foreach (var client in _known ?? []) _sketch.Add(client);
        _known = null;
        return _sketch;
    }
}
