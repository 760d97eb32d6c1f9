namespace LambdaSpeed;

/// <summary>Starts topologies.</summary>
public static class SpeedLayer
{
    /// <summary>Plans and starts a topology. Returns when all components are open and the workers run.</summary>
    /// <param name="topology">The topology; it can be started any number of times.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="TaskFailedException">A component could not be made or opened; those already open have been closed.</exception>
    /// <exception cref="OperationCanceledException">The start was given up; what was open has been closed.</exception>
    public static Task<TopologyRun> StartAsync(
        Topology topology, SpeedLayerOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(ExecutionPlan.For(topology, options), cancellationToken);

    /// <summary>Starts a topology as planned. Returns when all components are open and the workers run.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="TaskFailedException">A component could not be made or opened; those already open have been closed.</exception>
    /// <exception cref="OperationCanceledException">The start was given up; what was open has been closed.</exception>
    public static Task<TopologyRun> StartAsync(ExecutionPlan plan, CancellationToken cancellationToken = default) =>
        StartAsync(plan, null, cancellationToken);

    /// <param name="plan">The plan.</param>
    /// <param name="onReadable">Is given the run as soon as its views can be read, before any component is stepped.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    internal static async Task<TopologyRun> StartAsync(
        ExecutionPlan plan, Action<TopologyRun>? onReadable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var run = new TopologyRun(plan);
        await run.StartAsync(onReadable, cancellationToken).ConfigureAwait(false);
        return run;
    }
}
