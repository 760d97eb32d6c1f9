namespace LambdaSpeed;

/// <summary>A spout, or the source of an intake, that reads from a server and knows whether it can.</summary>
public interface IConnectedSource
{
    /// <summary>How the connection is doing. Any thread, at any time.</summary>
    SourceDescription Description { get; }
}
