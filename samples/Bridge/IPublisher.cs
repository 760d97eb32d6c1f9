namespace Bridge;

/// <summary>Where messages are published.</summary>
internal interface IPublisher : IAsyncDisposable
{
    /// <summary>Publishes a message; ends when the broker has confirmed it.</summary>
    Task PublishAsync(byte[] message, CancellationToken cancellationToken);
}
