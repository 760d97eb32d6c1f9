namespace LambdaSpeed.Tests.Storage;

/// <summary>A lock on a simulated disk; a crash takes it away.</summary>
internal sealed class SimulatedLock(SimulatedDisk disk, string path) : IDisposable
{
    private readonly int _incarnation = disk.Incarnation;

    public void Dispose()
    {
        lock (disk.Gate)
        {
            if (disk.Incarnation == _incarnation) disk.Locks.Remove(path);
        }
    }
}
