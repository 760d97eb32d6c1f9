using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;

namespace LambdaSpeed.Tests.Joins;

/// <summary>A random join of two streams, and what plain LINQ makes of them.</summary>
internal sealed class RandomJoin
{
    private readonly int _failAt;
    private int _failuresLeft;

    public RandomJoin(int seed, JoinKind kind)
    {
        var random = new Random(seed);
        Kind = kind;
        var lateness = TimeSpan.FromSeconds(random.Next(2) * random.Next(0, 60));
        Window = JoinWindow.Within(TimeSpan.FromSeconds(random.Next(0, 40)), TimeSpan.FromSeconds(random.Next(0, 40))).AllowLateness(lateness);
        Left = new(random, lateness);
        Right = new(random, lateness);
        Tasks = random.Next(1, 5);
        _failuresLeft = random.Next(3) == 0 && Left.Events.Count > 0 ? 1 : 0;
        Fails = _failuresLeft > 0;
        _failAt = Left.Events.Count / 2;
    }

    public JoinKind Kind { get; }

    public JoinWindow Window { get; }

    public RandomSide Left { get; }

    public RandomSide Right { get; }

    public int Tasks { get; }

    public bool Fails { get; }

    public int Late => Left.Events.Count + Right.Events.Count - Left.Accepted.Count - Right.Accepted.Count;

    /// <summary>The results and how often each comes.</summary>
    public Dictionary<string, long> Expected()
    {
        var (lefts, rights) = (Left.Accepted, Right.Accepted);
        var results = lefts.SelectMany(left => rights.Where(right => Matches(left, right)).Select(right => Show(left, right)));
        if (Kind is JoinKind.Left or JoinKind.Full)
        {
            results = results.Concat(lefts.Where(left => !rights.Any(right => Matches(left, right))).Select(left => Show(left, default)));
        }
        if (Kind is JoinKind.Right or JoinKind.Full)
        {
            results = results.Concat(rights.Where(right => !lefts.Any(left => Matches(left, right))).Select(right => Show(default, right)));
        }
        return results.GroupBy(result => result).ToDictionary(of => of.Key, of => of.LongCount());
    }

    /// <summary>The topology: results are counted in view "results", and by windows of their event time in "windows".</summary>
    public TopologyBuilder Describe()
    {
        var builder = new TopologyBuilder("join");
        var left = Side(builder, "left", Left).GroupBy(item => item.Key);
        var right = Side(builder, "right", Right).GroupBy(item => item.Key);
        var joined = Kind switch
        {
            JoinKind.Inner => left.Join(right, "join", Window, Show, Tasks),
            JoinKind.Left => left.LeftJoin(right, "join", Window, Show, Tasks),
            JoinKind.Right => left.RightJoin(right, "join", Window, Show, Tasks),
            _ => left.FullJoin(right, "join", Window, Show, Tasks),
        };
        joined.GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        joined.GroupBy(_ => 0).Window(LambdaSpeed.Window.Tumbling(TimeSpan.FromSeconds(1))).Aggregate("windows", a => a.Count()).ToView();
        joined.LateLeft().GroupBy(_ => 0).Aggregate("late-left", a => a.Count()).ToView();
        joined.LateRight().GroupBy(_ => 0).Aggregate("late-right", a => a.Count()).ToView();
        return builder;
    }

    public override string ToString() => $"{Kind}, {Window}, {Tasks} tasks, fails {Fails}; left {Left}; right {Right}";

    private bool Matches(JoinEvent left, JoinEvent right) =>
        left.Key == right.Key && right.Time >= left.Time - Window.Before && right.Time <= left.Time + Window.After;

    private static string Show(JoinEvent left, JoinEvent right) => $"{left} {right}";

    private Stream<JoinEvent> Side(TopologyBuilder builder, string name, RandomSide side) => builder
        .AddSpout(name, () => new RowSpout<JoinEvent>(side.Events, row => MayFail(name, row)), side.Sources)
        .WithEventTime(item => item.Time, side.Strategy, name: $"{name}-time");

    private void MayFail(string side, int row)
    {
        if (side == "left" && row == _failAt && Interlocked.Decrement(ref _failuresLeft) >= 0) throw new TestFailure();
    }
}
