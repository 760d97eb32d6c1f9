namespace LambdaSpeed;

/// <summary>A spout that knows how many bytes it has read, so that an epoch can be bounded by them
/// (<see cref="SpeedLayerOptions.EpochBytes"/>).</summary>
public interface IMeasuredSpout
{
    /// <summary>Bytes of the source that were read since the spout was opened; never less than before. Asked after each call of
    /// <see cref="ISpout{T}.Next"/>.</summary>
    long BytesRead { get; }
}
