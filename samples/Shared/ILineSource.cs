using LambdaSpeed;

namespace Samples.Shared;

/// <summary>Where a topology has its lines from.</summary>
internal interface ILineSource<T> : IAsyncDisposable
{
    /// <summary>The spout.</summary>
    Func<ISpout<T>> Spout { get; }

    /// <summary>How many tasks of the spout have something to read.</summary>
    int MostTasks { get; }

    /// <summary>Whether what was counted outlives the program.</summary>
    bool IsKept { get; }

    /// <summary>The options of a run that reads it.</summary>
    SpeedLayerOptions Complete(SpeedLayerOptions options);

    /// <summary>Waits until the run has processed all lines, or the token is cancelled.</summary>
    /// <param name="run">The run.</param>
    /// <param name="drawing">What is drawn meanwhile; awaited in any case, so that nothing is printed into it.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    /// <returns>Whether all lines were processed.</returns>
    Task<bool> FinishAsync(TopologyRun run, Task drawing, CancellationToken cancellationToken);
}
