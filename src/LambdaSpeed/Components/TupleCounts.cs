namespace LambdaSpeed.Components;

/// <summary>What one task of a component has left out for reasons of its own. Written by the owning task, read by any thread.</summary>
internal sealed class TupleCounts
{
    private long _late;       // tuples that came when nothing could be done with them any more
    private long _duplicates; // tuples that had come before

    public long Late => Volatile.Read(ref _late);

    public long Duplicates => Volatile.Read(ref _duplicates);

    public void CountLate() => Volatile.Write(ref _late, _late + 1);

    public void CountDuplicate() => Volatile.Write(ref _duplicates, _duplicates + 1);
}
