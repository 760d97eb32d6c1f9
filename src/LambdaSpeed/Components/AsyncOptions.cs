namespace LambdaSpeed;

/// <summary>How an async bolt makes its calls. All bounds are for one task.</summary>
public sealed record AsyncOptions
{
    internal static readonly AsyncOptions Default = new();

    private const int HeldForEachCall = 4;
    private const int ChunksHeld = 8;

    /// <summary>How many calls are under way at once; from 1 to 65,536. Calls that were left behind are not counted.</summary>
    /// <value>The default is 32.</value>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>How many tuples are held at once: called, waiting for a call, for their turn, or to be tried again. A bolt that is full
    /// reads no more, so its senders wait. What is held is written with each epoch, all of it.</summary>
    /// <value>The default is null: four times <see cref="MaxConcurrency"/>. At least that, at most 1,048,576.</value>
    public int? MaxHeld { get; init; }

    /// <summary>How long a call may take, by the run's clock. Then it is cancelled and has failed with a
    /// <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In which order results are handed on. Not looked at when the bolt is given a key to order by.</summary>
    /// <value>The default is <see cref="AsyncOrder.Input"/>.</value>
    public AsyncOrder Order { get; init; } = AsyncOrder.Input;

    /// <summary>How long <c>StopAsync</c> waits for the tuples that are held. Then calls are cancelled, and what is left is part of the
    /// last checkpoint: the next start calls for it again. Without checkpoints it is lost, as all is that was in memory.</summary>
    /// <value>The default is 5 s; zero waits for nothing.</value>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many tuples are held at most.</summary>
    internal int Capacity => MaxHeld ?? MaxConcurrency * HeldForEachCall;

    /// <summary>How many tuples come in at once: few, so that little stands before a barrier while the bolt is full.</summary>
    internal int ChunkLength => Math.Max(1, Capacity / ChunksHeld);
}
