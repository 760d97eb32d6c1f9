using System.Globalization;
using System.Text;

namespace LambdaSpeed;

/// <summary>A snapshot of a running graph. The numbers are read one after the other while the run goes on.</summary>
/// <param name="Topology">The topology's name.</param>
/// <param name="State">Where the run is in its life.</param>
/// <param name="PublishedEpoch">The newest epoch that committed reads see.</param>
/// <param name="Components">The components, in the order of building.</param>
/// <param name="Tasks">The tasks.</param>
/// <param name="Edges">The channels between tasks.</param>
/// <param name="Views">The realtime views.</param>
public sealed record RunDescription(
    string Topology,
    RunState State,
    EpochId PublishedEpoch,
    IReadOnlyList<ComponentDescription> Components,
    IReadOnlyList<TaskDescription> Tasks,
    IReadOnlyList<EdgeDescription> Edges,
    IReadOnlyList<ViewDescription> Views)
{
    /// <summary>How often the run has restarted after a failure.</summary>
    public int Restarts { get; init; }

    /// <summary>The newest failure that the run restarts after, or has restarted after; null when there was none. While it waits, the tasks
    /// and numbers are those of the attempt that failed.</summary>
    public RestartDescription? Restart { get; init; }

    /// <summary>The place of the run's checkpoints; null without one.</summary>
    public CheckpointDescription? Checkpoints { get; init; }

    /// <summary>Why the spouts read nothing for now; null while they may read.</summary>
    public string? Held { get; init; }

    /// <summary>The snapshot as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"run of topology {Topology}: {State}, published {PublishedEpoch}");
        if (Restart is { } restart) text.AppendLine(CultureInfo.InvariantCulture, $"  {Restarts} restarts; {restart}");
        if (Checkpoints is { } checkpoints) text.AppendLine(CultureInfo.InvariantCulture, $"  checkpoints in {checkpoints}");
        if (Held is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  spouts wait: {Held}");
        foreach (var component in Components)
        {
            var late = component.TuplesLate > 0 ? string.Create(CultureInfo.InvariantCulture, $", {component.TuplesLate} late") : "";
            var calls = component.Calls is { } some ? $", {some}" : "";
            var again = component.TuplesDuplicate > 0
                ? string.Create(CultureInfo.InvariantCulture, $", {component.TuplesDuplicate} duplicates")
                : "";
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {component.Name} x{component.Parallelism}: {component.TuplesRead} tuples, {component.TuplesSkipped} skipped, " +
                $"{component.TuplesDeadLettered} dead-lettered, {component.TuplesRetried} retried{late}{again}{calls}");
            foreach (var source in component.Sources) text.AppendLine(CultureInfo.InvariantCulture, $"    {source}");
            if (component.Outlet is { } outlet) text.AppendLine(CultureInfo.InvariantCulture, $"    {outlet}");
        }
        foreach (var task in Tasks.Where(task => task.Watermark is not null))
        {
            var lag = task.EventTimeLag is { } behind ? string.Create(CultureInfo.InvariantCulture, $", {behind:c} behind the clock") : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"  task {task.Name}[{task.Id}]: watermark {task.Watermark:O}{lag}");
        }
        foreach (var edge in Edges)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {edge.Name}: {edge.Depth} of {edge.Capacity} chunks, {edge.Sent} tuples sent");
        }
        foreach (var view in Views)
        {
            var inMemory = view.KeysInMemory == view.Keys ? "" : $" ({view.KeysInMemory} in memory)";
            text.AppendLine(CultureInfo.InvariantCulture, $"  view {view.Name}: {view.Keys} keys{inMemory}, {view.ApproximateBytes} bytes");
            foreach (var follower in view.Followers)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"    {follower.Store}: {follower.State}, written {follower.Written}{(follower.Failure is { } why ? $", {why}" : "")}");
            }
        }
        return text.ToString();
    }
}
