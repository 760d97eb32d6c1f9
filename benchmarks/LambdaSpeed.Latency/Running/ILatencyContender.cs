namespace LambdaSpeed.Latency.Running;

/// <summary>Somebody who runs the topology at a given pace. Every such class with a constructor without parameters takes part.</summary>
public interface ILatencyContender
{
    string Name { get; }

    /// <summary>The place in the table.</summary>
    int Order { get; }

    /// <summary>Is it fed by another thread, or does it take events from the source by itself? The two kinds are not compared.</summary>
    bool IsPushed { get; }

    /// <summary>Runs until all events are counted and returns the counts.</summary>
    /// <remarks>
    /// Called on a thread of its own. Of a pushed contender this is the paced thread: it hands over the numbers of events as
    /// <see cref="PacedSource.WaitDue"/> gives them, and maps and counts nothing. Another contender may do all on this thread, or have
    /// a spout pull events (<see cref="PacedSource.TakeDue"/>) while this thread just waits. Build first, then call
    /// <see cref="PacedSource.Start"/>; what is done after the return is not measured.
    /// </remarks>
    IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run);
}
