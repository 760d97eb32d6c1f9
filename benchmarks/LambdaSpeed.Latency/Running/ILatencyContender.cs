namespace LambdaSpeed.Latency.Running;

/// <summary>Somebody who runs the topology at a given pace. Every such class with a constructor without parameters takes part.</summary>
public interface ILatencyContender
{
    string Name { get; }

    /// <summary>The place in the table.</summary>
    int Order { get; }

    /// <summary>Runs until all events are counted and returns the counts.</summary>
    /// <remarks>
    /// Called on a thread of its own. Either this thread pushes events into the engine (<see cref="PacedSource.WaitDue"/>), or the
    /// engine's spout pulls them (<see cref="PacedSource.TakeDue"/>) and this thread just waits. Build first, then call
    /// <see cref="PacedSource.Start"/>; what is done after the return is not measured.
    /// </remarks>
    IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run);
}
