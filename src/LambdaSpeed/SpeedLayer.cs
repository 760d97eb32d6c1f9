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
    /// <exception cref="PlatformNotSupportedException">The process is one of 32 bits.</exception>
    public static Task<TopologyRun> StartAsync(
        Topology topology, SpeedLayerOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(ExecutionPlan.For(topology, options), cancellationToken);

    /// <summary>Starts a topology as planned. Returns when all components are open and the workers run.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="TaskFailedException">A component could not be made or opened; those already open have been closed.</exception>
    /// <exception cref="OperationCanceledException">The start was given up; what was open has been closed.</exception>
    /// <exception cref="PlatformNotSupportedException">The process is one of 32 bits.</exception>
    public static Task<TopologyRun> StartAsync(ExecutionPlan plan, CancellationToken cancellationToken = default) =>
        StartAsync(plan, null, cancellationToken);

    /// <param name="plan">The plan.</param>
    /// <param name="onReadable">Is given the run as soon as its views can be read, before any component is stepped.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <param name="threads">What does the work; null for threads.</param>
    internal static async Task<TopologyRun> StartAsync(
        ExecutionPlan plan, Action<TopologyRun>? onReadable, CancellationToken cancellationToken, Tasks.IRunThreads? threads = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RequireWideWords(IntPtr.Size);
        var run = new TopologyRun(plan, threads);
        await run.StartAsync(onReadable, cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>Readers of views rely on 64 bits being written at once: in a process of 32 bits they would now and then see half a
    /// number, or a half-written stamp.</summary>
    internal static void RequireWideWords(int bytes)
    {
        if (bytes < sizeof(long)) throw new PlatformNotSupportedException(
            $"LambdaSpeed needs a process of 64 bits, and this one has {bytes * 8}: its reads of views would be torn. " +
            "Remedy: build for x64 or arm64, without Prefer32Bit.");
    }
}
