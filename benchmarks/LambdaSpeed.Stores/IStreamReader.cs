namespace LambdaSpeed.Stores;

/// <summary>Somebody who reads a stream from its first message on, and counts its messages by key.</summary>
public interface IStreamReader
{
    string Name { get; }

    /// <summary>Connects, and reads so many messages.</summary>
    Task<Dictionary<long, long>> CountAsync(int messages);
}
