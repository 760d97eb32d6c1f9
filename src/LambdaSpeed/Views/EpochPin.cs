using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Holds the epoch that is published at its creation readable until it is disposed; disposing twice is harmless.</summary>
internal sealed class EpochPin(EpochPublication publication) : IDisposable
{
    private int _isReleased; // 0 or 1

    public EpochId Epoch { get; } = publication.Pin();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) publication.Unpin(Epoch);
    }

    public void ThrowIfReleased(string view) =>
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isReleased) != 0, $"snapshot of view '{view}'");
}
