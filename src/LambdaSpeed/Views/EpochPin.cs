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

    public void ThrowIfReleased(string view)
    {
        if (Volatile.Read(ref _isReleased) != 0) throw Released(view);
    }

    /// <summary>Names the view: the helper of the platform would name the type of what it is given, a text.</summary>
    private static ObjectDisposedException Released(string view) => new($"snapshot of view '{view}'");
}
