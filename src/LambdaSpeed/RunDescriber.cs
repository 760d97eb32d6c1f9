using LambdaSpeed.Epochs;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <summary>Reads the counters of a run into a <see cref="RunDescription"/>.</summary>
internal static class RunDescriber
{
    public static RunDescription Describe(
        TopologyRun run, ExecutionPlan plan, RunAttempt attempt, IReadOnlyDictionary<string, IRealtimeView> views,
        IReadOnlyList<IViewFollower> followers)
    {
        var contexts = attempt.Tasks.SelectMany(task => task.Stages).Select(stage => stage.Context)
            .ToLookup(context => context.Component.Component);
        var sources = attempt.Tasks.Select(task => task.Stages[0]).OfType<SpoutStage>().Where(stage => stage.Connected is not null)
            .ToLookup(stage => stage.Context.Component.Component, stage => stage.Connected!.Description);
        var ticksPerUnit = (double)TimeSpan.TicksPerSecond / plan.Options.TimeProvider.TimestampFrequency;
        var now = plan.Options.TimeProvider.GetUtcNow().UtcTicks;
        return new RunDescription(
            plan.Topology.Name,
            run.State,
            run.PublishedEpoch,
            [.. plan.Topology.Nodes.Select(node => new ComponentDescription(
                node.Name, node.Kind, node.Parallelism,
                contexts[node.Name].Sum(context => context.TuplesRead),
                contexts[node.Name].Sum(context => context.TuplesSkipped),
                contexts[node.Name].Sum(context => context.TuplesDeadLettered),
                contexts[node.Name].Sum(context => context.TuplesRetried))
            {
                TuplesLate = contexts[node.Name].Sum(context => context.TuplesLate),
                Sources = [.. sources[node.Name]],
                Outlet = contexts[node.Name].Select(context => context.Outbox?.Place).FirstOrDefault(place => place is not null),
                Calls = CallsOf([.. contexts[node.Name].Select(context => context.Calls).OfType<CallCounters>()]),
                TuplesDuplicate = contexts[node.Name].Sum(context => context.TuplesDuplicate),
            })],
            [.. attempt.Tasks.Select(task => new TaskDescription(
                task.Id, task.Name, task.Schedule.ToString(), TimeSpan.FromTicks((long)(task.Blocked.Time * ticksPerUnit)))
            {
                Watermark = Watermark.ToTime(task.EventTime),
                EventTimeLag = Watermark.ToTime(task.EventTime) is { } time && time != DateTimeOffset.MaxValue
                    ? TimeSpan.FromTicks(now - time.UtcTicks)
                    : null,
            })],
            [.. attempt.Edges.Select(edge => new EdgeDescription(edge.Name, edge.Depth, edge.Capacity, edge.Sent))],
            [.. views.Values.Select(view => new ViewDescription(view.Name, view.Count, view.ApproximateBytes)
            {
                KeysInMemory = view.Resident,
                Followers = [.. followers.Where(follower => follower.View == view.Name).Select(follower => follower.Description)],
            })])
        {
            Restarts = run.Restarts,
            Restart = run.Restart,
            Checkpoints = run.Checkpoints,
            Held = TextOf(attempt.Tasks.Aggregate(HoldReason.None, (reasons, task) => reasons | (task.Spout?.HeldFor ?? HoldReason.None))),
        };
    }

    private static string? TextOf(HoldReason reasons)
    {
        if (reasons.HasFlag(HoldReason.FailedCommit)) return "an epoch cannot be committed, which is tried again";
        return reasons.HasFlag(HoldReason.FullEpoch)
            ? "memory is full of changes of the open epoch, and the one before is being committed"
            : null;
    }

    private static CallsDescription? CallsOf(IReadOnlyCollection<CallCounters> tasks) => tasks.Count == 0 ? null : new CallsDescription(
        tasks.Sum(task => task.Held),
        tasks.Sum(task => task.UnderWay),
        tasks.Sum(task => task.LeftBehind),
        tasks.Sum(task => task.Completed),
        tasks.Sum(task => task.TimedOut));
}
