namespace LambdaSpeed.State;

/// <summary>Holds a published epoch readable, and goes on to later ones: so that a long walk does not keep what everything held at its
/// beginning.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class MovingPin(EpochPublication publication) : IDisposable
{
    private bool _isReleased; // set once

    /// <summary>The epoch that is held; never an earlier one than before.</summary>
    public EpochId Epoch { get; private set; } = publication.Pin();

    /// <summary>Goes on to the epoch that is published now.</summary>
    public void Move()
    {
        var former = Epoch;
        Epoch = publication.Pin();
        publication.Unpin(former);
    }

    public void Dispose()
    {
        if (_isReleased) return;

        _isReleased = true;
        publication.Unpin(Epoch);
    }
}
