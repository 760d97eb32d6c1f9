using System.Diagnostics.Metrics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed;

/// <summary>The metrics of one run: observed when somebody listens, so that the hot path only counts.</summary>
/// <remarks>Gauges say what is, so those of a run that has ended are observed no more: nothing waits on its edges. Counters keep their last
/// value until the run is disposed: they are sums since the start, and the collection after the end of a short run, or of one that has
/// failed, is the only one to see them.</remarks>
internal sealed class RunMetrics : IDisposable
{
    private readonly Meter _meter = new(LambdaSpeedTelemetry.Name);
    private readonly Func<RunDescription> _describe;

    public RunMetrics(Func<RunDescription> describe)
    {
        _describe = describe;
        _meter.CreateObservableCounter("lambdaspeed.tuples.read", () => PerComponent(describe(), component => component.TuplesRead),
            "{tuple}", "Tuples read by a component, or emitted by a spout.");
        _meter.CreateObservableCounter("lambdaspeed.tuples.skipped", () => PerComponent(describe(), component => component.TuplesSkipped),
            "{tuple}", "Tuples left out after a failure.");
        _meter.CreateObservableCounter("lambdaspeed.tuples.deadlettered",
            () => PerComponent(describe(), component => component.TuplesDeadLettered),
            "{tuple}", "Tuples that became dead letters.");
        _meter.CreateObservableCounter("lambdaspeed.tuples.retried", () => PerComponent(describe(), component => component.TuplesRetried),
            "{tuple}", "Further attempts on tuples that a component had failed on.");
        _meter.CreateObservableCounter("lambdaspeed.tuples.late", () => PerComponent(describe(), component => component.TuplesLate),
            "{tuple}", "Tuples that came when all of their windows were final, or too late for a join or for being told from duplicates.");
        _meter.CreateObservableCounter("lambdaspeed.tuples.duplicate",
            () => PerComponent(describe(), component => component.TuplesDuplicate),
            "{tuple}", "Tuples left out because they had come before.");
        Gauge("lambdaspeed.calls.held", run => PerCaller(run, calls => calls.Held),
            "{tuple}", "Tuples that an async bolt holds: called, waiting for a call, or for their turn.");
        Gauge("lambdaspeed.calls.underway", run => PerCaller(run, calls => calls.UnderWay),
            "{call}", "Calls of an async bolt that are under way.");
        Gauge("lambdaspeed.calls.leftbehind", run => PerCaller(run, calls => calls.LeftBehind),
            "{call}", "Calls of an async bolt that took too long and do not heed their cancellation.");
        _meter.CreateObservableCounter("lambdaspeed.calls.completed", () => PerCaller(describe(), calls => calls.Completed),
            "{call}", "Calls of an async bolt that have completed without failing.");
        _meter.CreateObservableCounter("lambdaspeed.calls.timedout", () => PerCaller(describe(), calls => calls.TimedOut),
            "{call}", "Calls of an async bolt that took too long.");
        Gauge("lambdaspeed.watermark", run => Watermarks(run),
            "s", "How far event time has come in a task, in seconds since 1970-01-01 UTC.");
        Gauge("lambdaspeed.watermark.lag", run => Lags(run),
            "s", "By how much event time is behind the clock in a task.");
        Gauge("lambdaspeed.sources.away", run => PerConnected(run),
            "{source}", "Tasks of a spout whose server cannot be read, and is tried again.");
        Gauge("lambdaspeed.outlets.away", run => PerOutlet(run),
            "{outlet}", "Outputs whose server cannot take them, and is tried again.");
        Gauge("lambdaspeed.spouts.held", Held,
            "{run}", "Runs whose spouts read nothing for now: an epoch cannot be committed, or memory is full of what is to be committed.");
        Gauge("lambdaspeed.edge.depth", run => PerEdge(run, edge => edge.Depth),
            "{chunk}", "Chunks that wait on an edge.");
        Gauge("lambdaspeed.edge.capacity", run => PerEdge(run, edge => edge.Capacity),
            "{chunk}", "Chunks an edge can hold.");
        _meter.CreateObservableCounter("lambdaspeed.task.backpressure", () => PerTask(describe()),
            "s", "Time during which a full edge kept a task from working.");
        Gauge("lambdaspeed.view.keys", run => PerView(run, view => view.Keys),
            "{key}", "Keys held by a view.");
        Gauge("lambdaspeed.view.size", run => PerView(run, view => view.ApproximateBytes),
            "By", "Memory held by a view's tables.");
        Gauge("lambdaspeed.view.followers.behind", run => PerFollowedView(run, EpochsBehind),
            "{epoch}", "Published epochs that the slowest store that follows a view has not taken.");
        _meter.CreateObservableCounter("lambdaspeed.view.followers.lost", () => PerFollowedView(describe(), Lost),
            "{store}", "Stores that follow a view and were given up.");
        _meter.CreateObservableCounter("lambdaspeed.epochs.published", () => Epochs(describe()), "{epoch}", "Epochs published.");
        _meter.CreateObservableCounter("lambdaspeed.run.restarts", () => Restarts(describe()), "{restart}", "Restarts after a failure.");
        _meter.CreateObservableCounter("lambdaspeed.run.faults", () => Faults(describe()), "{fault}", "Runs that ended with a fault.");
        AddCheckpoints();
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>What says something of a run that is not over.</summary>
    private void Gauge<T>(
        string name, Func<RunDescription, IEnumerable<Measurement<T>>> observe, string unit, string description)
        where T : struct => _meter.CreateObservableGauge(
            name, () => _describe() is { State: < RunState.Completed } run ? observe(run) : [], unit, description);

    private void AddCheckpoints()
    {
        Gauge("lambdaspeed.checkpoints.away", run => OfCheckpoints(run, place => place.State == CheckpointState.Retrying ? 1 : 0),
            "{store}", "Places of checkpoints that do not take the newest epoch, which is tried again.");
        Gauge("lambdaspeed.checkpoints.memory", run => OfCheckpoints(run, place => place.MemoryBytes),
            "By", "Memory that a store of checkpoints takes, for all topologies that share it.");
        Gauge("lambdaspeed.checkpoints.disk", run => OfCheckpoints(run, place => place.DiskBytes),
            "By", "What the checkpoints of a topology take on the disk.");
        _meter.CreateObservableCounter("lambdaspeed.checkpoints.committed", () => OfCheckpoints(_describe(), place => place.BytesCommitted),
            "By", "Changes committed to checkpoints.");
    }

    private static IEnumerable<Measurement<long>> PerComponent(RunDescription run, Func<ComponentDescription, long> value) =>
        run.Components.Select(component =>
            new Measurement<long>(value(component), Topology(run), new("lambdaspeed.component", component.Name)));

    private static IEnumerable<Measurement<long>> PerCaller(RunDescription run, Func<CallsDescription, long> value) =>
        PerComponent(run with { Components = [.. run.Components.Where(component => component.Calls is not null)] },
            component => value(component.Calls!));

    private static IEnumerable<Measurement<long>> PerConnected(RunDescription run) =>
        PerComponent(run with { Components = [.. run.Components.Where(component => component.Sources.Count > 0)] },
            component => component.Sources.Count(source => source.State == SourceState.Retrying));

    private static IEnumerable<Measurement<long>> PerOutlet(RunDescription run) =>
        PerComponent(run with { Components = [.. run.Components.Where(component => component.Outlet is not null)] },
            component => component.Outlet!.State == OutletState.Retrying ? 1 : 0);

    private static IEnumerable<Measurement<long>> PerEdge(RunDescription run, Func<EdgeDescription, long> value) =>
        run.Edges.Select(edge => new Measurement<long>(value(edge), Topology(run), new("lambdaspeed.edge", edge.Name)));

    private static IEnumerable<Measurement<double>> Watermarks(RunDescription run) => run.Tasks
        .Where(task => task.Watermark is not null)
        .Select(task => new Measurement<double>(
            (task.Watermark!.Value - DateTimeOffset.UnixEpoch).TotalSeconds, Topology(run),
            new("lambdaspeed.task", $"{task.Name}[{task.Id}]")));

    private static IEnumerable<Measurement<double>> Lags(RunDescription run) => run.Tasks
        .Where(task => task.EventTimeLag is not null)
        .Select(task => new Measurement<double>(
            task.EventTimeLag!.Value.TotalSeconds, Topology(run), new("lambdaspeed.task", $"{task.Name}[{task.Id}]")));

    private static IEnumerable<Measurement<double>> PerTask(RunDescription run) => run.Tasks.Select(task =>
        new Measurement<double>(task.BlockedFor.TotalSeconds, Topology(run), new("lambdaspeed.task", $"{task.Name}[{task.Id}]")));

    private static IEnumerable<Measurement<long>> PerView(RunDescription run, Func<ViewDescription, long> value) =>
        run.Views.Select(view => new Measurement<long>(value(view), Topology(run), new("lambdaspeed.view", view.Name)));

    private static IEnumerable<Measurement<long>> PerFollowedView(RunDescription run, Func<RunDescription, ViewDescription, long> value) =>
        PerView(run with { Views = [.. run.Views.Where(view => view.Followers.Count > 0)] }, view => value(run, view));

    private static long EpochsBehind(RunDescription run, ViewDescription view) =>
        view.Followers.Max(follower => Math.Max(0, run.PublishedEpoch.Number - follower.Written.Number));

    private static long Lost(RunDescription run, ViewDescription view) =>
        view.Followers.Count(follower => follower.State == FollowerState.GivenUp);

    private static IEnumerable<Measurement<long>> OfCheckpoints(RunDescription run, Func<CheckpointDescription, long?> value) =>
        run.Checkpoints is { } place && value(place) is { } number ? [new Measurement<long>(number, Topology(run))] : [];

    private static IEnumerable<Measurement<long>> Held(RunDescription run) => [new(run.Held is null ? 0 : 1, Topology(run))];

    private static Measurement<long> Epochs(RunDescription run) => new(run.PublishedEpoch.Number, Topology(run));

    private static Measurement<long> Restarts(RunDescription run) => new(run.Restarts, Topology(run));

    private static Measurement<long> Faults(RunDescription run) => new(run.State == RunState.Faulted ? 1 : 0, Topology(run));

    private static KeyValuePair<string, object?> Topology(RunDescription run) => new("lambdaspeed.topology", run.Topology);
}
