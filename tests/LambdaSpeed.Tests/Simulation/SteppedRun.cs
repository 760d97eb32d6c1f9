using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Tasks;
using LambdaSpeed.Testing;
using LambdaSpeed.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>A run on the test's own thread and clock: nothing happens but what is stepped here, and no time passes but what is let
/// pass.</summary>
internal sealed class SteppedRun
{
    private readonly SteppedThreads _threads;
    private readonly EpochPublication _publication = new();
    private readonly Dictionary<string, IRealtimeView> _views = [];
    private readonly ExecutionPlan _plan;

    public SteppedRun(TopologyBuilder builder, FakeTimeProvider clock, SpeedLayerOptions? options = null, int seed = 1)
    {
        Clock = clock;
        _threads = new SteppedThreads(new Random(seed), clock);
        _plan = ExecutionPlan.For(builder.Build(), (options ?? new()) with { TimeProvider = clock, PaceClock = clock });
        Attempt = OpenNew();
        Start();
    }

    public FakeTimeProvider Clock { get; }

    public RunAttempt Attempt { get; private set; }

    public EpochId Published => _publication.Published;

    public TupleFailedException? Fault => Attempt.Fault as TupleFailedException;

    /// <summary>Does all that can be done without time passing.</summary>
    public void Step() => _threads.StepAll();

    /// <summary>Does a part of what can be done.</summary>
    public void StepSome(int pieces)
    {
        while (pieces-- > 0) _threads.StepAny();
    }

    /// <summary>Ends the attempt where it stands, as after a failure, and has another go on from the published epoch.</summary>
    /// <param name="meanwhile">What ends in between: calls that are under way, say.</param>
    public async Task RestartAsync(Action meanwhile)
    {
        var former = Attempt;
        former.Abandon();
        meanwhile();
        await former.CloseAsync();
        Attempt = OpenNew();
        Attempt.TakeOver(former, journal: null);
        Attempt.Seek(former.Committed.Spouts);
        Start();
    }

    /// <summary>Lets time pass, then does all that can be done.</summary>
    public void Advance(double milliseconds)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _threads.StepAll();
    }

    /// <summary>Asks for the end of the open epoch, or of the run, and does all that can be done.</summary>
    public void Ask(Action<RunAttempt> what)
    {
        what(Attempt);
        _threads.StepAll();
    }

    /// <summary>Asks for a stop; true when the run has ended with it.</summary>
    public bool TryStop()
    {
        Ask(attempt => attempt.RequestEnd(SignalKind.Stop));
        return Attempt.Ending.IsCompleted;
    }

    public StageContext Component(string name) =>
        Attempt.Tasks.SelectMany(task => task.Stages).Select(stage => stage.Context).Single(context => context.Component.Component == name);

    /// <summary>What a view holds as of the published epoch.</summary>
    public Dictionary<long, long> Content(ViewName<long, long> view) => Find(view).All().ToDictionary();

    public long Latest(ViewName<long, long> view, long key) => Find(view).Read(key, ReadLevel.Latest).Value;

    public IView<TKey, TValue> View<TKey, TValue>(ViewName<TKey, TValue> name)
        where TKey : notnull => ViewDirectory.Find<TKey, TValue>(_views, "stepped", name.Name);

    public IWindowView<TKey, TResult> View<TKey, TResult>(WindowViewName<TKey, TResult> name)
        where TKey : notnull => ViewDirectory.Find<IWindowView<TKey, TResult>>(_views, "stepped", name.Name, "of windows", name.Name);

    private RunAttempt OpenNew()
    {
        var attempt = new RunAttempt(_plan, _publication, _views, _threads);
        var opening = attempt.OpenAsync(CancellationToken.None);
        Assert.True(opening.IsCompletedSuccessfully, "opening waited or failed");
        return attempt;
    }

    private void Start()
    {
        foreach (var view in _views.Values) view.Adopt();
        Attempt.Start(journal: null);
        _threads.StepAll();
    }

    private ISnapshotView<long, long> Find(ViewName<long, long> view) => ViewDirectory.Find<long, long>(_views, "stepped", view.Name);
}
