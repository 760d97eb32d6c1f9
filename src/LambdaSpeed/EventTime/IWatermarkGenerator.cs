namespace LambdaSpeed;

/// <summary>Decides, from the event times of one partition, how far event time has come there.</summary>
/// <remarks>One instance for each partition and task, called by one thread at a time. It must not look at any clock: what it says is to be
/// the same when the tuples are read again. Its watermark is part of checkpoints; anything else it remembers begins anew after a
/// restart.</remarks>
public interface IWatermarkGenerator
{
    /// <summary>An event has come.</summary>
    /// <param name="eventTime">When it happened.</param>
    /// <returns>The watermark from now on: no event before it is expected any more. One that goes back is ignored.</returns>
    DateTimeOffset OnEvent(DateTimeOffset eventTime);
}
