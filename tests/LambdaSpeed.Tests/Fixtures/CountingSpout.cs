namespace LambdaSpeed.Tests.Fixtures;

/// <summary>An endless source: each of its tasks emits the numbers from 0 on.</summary>
internal sealed class CountingSpout : Spout<long>
{
    private long _emitted;

    /// <summary>How many numbers were emitted.</summary>
    public long Emitted => Volatile.Read(ref _emitted);

    public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
    {
        for (var i = 0; i < limit; i++) output.Emit(_emitted + i);
        Volatile.Write(ref _emitted, _emitted + limit);
        return SpoutStatus.Ready;
    }
}
