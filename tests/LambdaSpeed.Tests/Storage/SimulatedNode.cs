namespace LambdaSpeed.Tests.Storage;

/// <summary>The bytes behind a name: as programs see them, as the platter has them, and what lies between.</summary>
internal sealed class SimulatedNode
{
    private const int SectorBytes = 512;

    private readonly List<SimulatedWrite> _pending = []; // in order, since the last sync
    private readonly SimulatedBytes _durable = new();

    public SimulatedBytes Current { get; } = new();

    public long UnsyncedBytes => _pending.Sum(write => (long)(write.Bytes?.Length ?? 0));

    public void Apply(SimulatedWrite write)
    {
        write.ApplyTo(Current);
        _pending.Add(write);
    }

    public void Sync()
    {
        foreach (var write in _pending) write.ApplyTo(_durable);
        _pending.Clear();
    }

    /// <summary>After a failed sync the cache holds pages for clean that never arrived: a later sync does not write them.</summary>
    public void FailSync(Random random)
    {
        foreach (var write in _pending.Where(_ => random.Next(2) == 0)) write.ApplyTo(_durable);
        _pending.Clear();
    }

    public void Crash(Random random)
    {
        switch (random.Next(4))
        {
            case 0: break;
            case 1: Sync(); break;
            case 2: KeepTornPrefix(random); break;
            default: KeepSectors(random); break;
        }
        _pending.Clear();
        Current.CopyFrom(_durable);
    }

    private void KeepTornPrefix(Random random)
    {
        var whole = random.Next(_pending.Count + 1);
        foreach (var write in _pending.Take(whole)) write.ApplyTo(_durable);
        if (whole < _pending.Count) _pending[whole].TornAt(random).ApplyTo(_durable);
    }

    /// <summary>The cache wrote its pages back in whatever order it liked.</summary>
    private void KeepSectors(Random random)
    {
        foreach (var write in _pending)
        {
            if (write.Bytes is null)
            {
                if (random.Next(2) == 0) write.ApplyTo(_durable);
                continue;
            }
            foreach (var sector in write.Split(SectorBytes).Where(_ => random.Next(3) > 0)) sector.ApplyTo(_durable);
        }
    }
}
