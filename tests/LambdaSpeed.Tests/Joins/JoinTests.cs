using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Timers;
using Xunit;

namespace LambdaSpeed.Tests.Joins;

/// <summary>Joins, co-groups and lookups in runs that go on, fail, stop and start again.</summary>
public sealed class JoinTests
{
    private static readonly DateTimeOffset Origin = RandomSide.Origin;
    private static readonly ViewName<string, long> Results = new("results");

    [Fact]
    public async Task Results_ComeWithTheSecondTuple_AndThoseWithoutPartner_WhenBothSidesHavePassed()
    {
        var (left, right) = (new FedSpout<JoinEvent>(), new FedSpout<JoinEvent>());
        var builder = new TopologyBuilder("joined");
        Side(builder, "left", left).GroupBy(item => item.Key)
            .FullJoin(Side(builder, "right", right).GroupBy(item => item.Key), "join", JoinWindow.Within(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)), Show)
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();

        await PushAsync(run, left, At(1, 0), At(2, 0), At(3, 5));
        await PushAsync(run, right, At(1, 9), At(3, 10));
        Assert.Equal(["1@0:1 1@9:1", "3@5:1 3@10:1"], Shown(run));
        await PushAsync(run, right, At(2, 2));
        Assert.Equal(2, Shown(run).Count); // it is late: behind the 10 of its own source
        Assert.Equal(1, run.Component("join").TuplesLate);
        await PushAsync(run, left, At(8, 100));
        await PushAsync(run, right, At(7, 98));
        Assert.Equal(["1@0:1 1@9:1", $"2@0:1 {default(JoinEvent)}", "3@5:1 3@10:1"], Shown(run));
    }

    [Fact]
    public async Task Watermark_OfAJoin_IsThatOfTheSlowerSide()
    {
        var (left, right) = (new FedSpout<JoinEvent>(), new FedSpout<JoinEvent>());
        var builder = new TopologyBuilder("joined");
        Side(builder, "left", left).GroupBy(item => item.Key)
            .LeftJoin(Side(builder, "right", right).GroupBy(item => item.Key), "join", JoinWindow.Following(TimeSpan.FromSeconds(10)), Show)
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();

        await PushAsync(run, left, At(1, 0), At(2, 0), At(9, 1000));
        await PushAsync(run, right, At(1, 10));
        Assert.Equal(["1@0:1 1@10:1"], Shown(run)); // another one at 10 could still come for 2
        await PushAsync(run, right, At(2, 10));
        Assert.Equal(["1@0:1 1@10:1", "2@0:1 2@10:1"], Shown(run));
        await PushAsync(run, left, At(3, 1000));
        await PushAsync(run, right, At(8, 1011));
        Assert.DoesNotContain(Shown(run), result => result.StartsWith("9@", StringComparison.Ordinal)); // the left side stands at 1000
        await PushAsync(run, left, At(7, 1011));
        Assert.Contains($"9@1000:1 {default(JoinEvent)}", Shown(run));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    public async Task NextStart_InTheMiddleOfAnOpenJoin_GoesOn(int first, int second)
    {
        var store = CheckpointStore.InMemory();
        List<JoinEvent> lefts = [.. Enumerable.Range(0, 30).Select(i => At(i, i))];
        List<JoinEvent> rights = [.. Enumerable.Range(0, 10).Select(i => At(i, i + 5))];
        await using (var run = await Describe(first).StartAsync(new() { Checkpoints = store }))
        {
            await run.Until(() => Shown(run).Count == 10 && run.Component("join").TuplesRead == 40);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        rights.AddRange(Enumerable.Range(20, 10).Select(i => At(i, i + 5)));
        lefts.Add(At(99, 99));
        rights.Add(At(99, 120));
        await using var again = await Describe(second).StartAsync(new() { Checkpoints = store });
        await again.Until(() => Shown(again).Count == 30);

        var expected = Enumerable.Range(0, 30).Select(i => i is >= 10 and < 20 ? Show(At(i, i), default) : Show(At(i, i), At(i, i + 5)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Shown(again));

        TopologyBuilder Describe(int tasks)
        {
            var builder = new TopologyBuilder("joined");
            var (ofLeft, ofRight) = (lefts.ToList(), rights.ToList());
            var window = JoinWindow.Following(TimeSpan.FromSeconds(5)).AllowLateness(TimeSpan.FromSeconds(60));
            Side(builder, "left", () => new Endless<JoinEvent>(new(ofLeft, _ => { }))).GroupBy(item => item.Key)
                .LeftJoin(Side(builder, "right", () => new Endless<JoinEvent>(new(ofRight, _ => { }))).GroupBy(item => item.Key), "join", window, Show, tasks)
                .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
            return builder;
        }
    }

    [Fact]
    public async Task TupleUponWhichTheSelectorFails_IsADeadLetter_AndNotJoined()
    {
        var builder = new TopologyBuilder("joined");
        var joined = Side(builder, "left", () => new ListSpout<JoinEvent>([At(1, 0), At(2, 0)])).GroupBy(item => item.Key)
            .LeftJoin(Side(builder, "right", () => new ListSpout<JoinEvent>([At(1, 1), At(2, 1)])).GroupBy(item => item.Key), "join",
                JoinWindow.Within(TimeSpan.FromSeconds(5)),
                (left, right) => left.Key == 1 && right != default ? throw new TestFailure() : Show(left, right),
                options: new() { OnFailure = TupleFailurePolicy.DeadLetter });
        joined.GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        joined.DeadLetters().GroupBy(letter => letter.Tuple.Match(left => left.Key, right => right.Key))
            .Aggregate("letters", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal([new(1, 1)], run.View(new ViewName<int, long>("letters")).All());
        var results = Shown(run); // whichever of the two came second has failed; a left one without partner is shown as such
        Assert.Contains(Show(At(2, 0), At(2, 1)), results);
        Assert.DoesNotContain(Show(At(1, 0), At(1, 1)), results);
    }

    [Fact]
    public async Task TupleUponWhichTheSelectorFails_LeavesItsPartnersAsTheyWere()
    {
        var (left, right) = (new FedSpout<JoinEvent>(), new FedSpout<JoinEvent>());
        var builder = new TopologyBuilder("joined");
        Side(builder, "left", left).GroupBy(item => item.Key)
            .FullJoin(Side(builder, "right", right).GroupBy(item => item.Key), "join", JoinWindow.Within(TimeSpan.FromSeconds(5)),
                (first, second) => first == At(1, 1) && second != default ? throw new TestFailure() : Show(first, second),
                options: new() { OnFailure = TupleFailurePolicy.Skip })
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();

        await PushAsync(run, left, At(1, 0), At(1, 1), At(2, 3));
        await PushAsync(run, right, At(1, 2)); // makes a pair with the first, and fails upon the second
        await PushAsync(run, right, At(2, 3));
        Assert.Equal(["2@3:1 2@3:1"], Shown(run));
        Assert.Equal(1, run.Component("join").TuplesSkipped);
        left.End();
        right.End();
        await run.Within(run.Completion);
        Assert.Equal([Show(At(1, 0), default), Show(At(1, 1), default), "2@3:1 2@3:1"], Shown(run));
    }

    [Fact]
    public async Task Query_WithJoin_IsThatOfLinq()
    {
        List<JoinEvent> lefts = [At(1, 0), At(2, 5), At(1, 9)];
        List<JoinEvent> rights = [At(1, 3), At(1, 10), At(1, 11), At(2, 30)];
        var builder = new TopologyBuilder("joined");
        var results = from left in Side(builder, "left", () => new ListSpout<JoinEvent>(lefts))
                      join right in Side(builder, "right", () => new ListSpout<JoinEvent>(rights)).Within("join", JoinWindow.Within(TimeSpan.FromSeconds(5)))
                          on left.Key equals right.Key
                      select Show(left, right);
        results.GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        var expected = from left in lefts
                       join right in rights on left.Key equals right.Key
                       where (left.Time - right.Time).Duration() <= TimeSpan.FromSeconds(5)
                       select Show(left, right);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Shown(run));
    }

    [Fact]
    public async Task CoGroup_IsAggregatedLikeAnyKeyedStream_AlsoByWindows()
    {
        List<JoinEvent> lefts = [.. Enumerable.Range(0, 1000).Select(i => At(i % 7, i / 10))];
        List<long> rights = [.. Enumerable.Range(0, 500).Select(i => (long)i)];
        var builder = new TopologyBuilder("grouped");
        var both = Side(builder, "left", () => new ListSpout<JoinEvent>(lefts)).GroupBy(item => item.Key).CoGroup(builder
            .AddSpout("right", () => new ListSpout<long>(rights))
            .WithEventTime(x => Origin.AddSeconds(x / 5), WatermarkStrategy.Ascending(), name: "right-time").GroupBy(x => (int)(x % 7)));
        var all = both.Aggregate("all", a => a.Combine(a.CountWhere(x => x.IsLeft), a.Sum(x => x.IsRight ? x.Right : 0), (left, right) => $"{left} {right}"), 2)
            .ToView();
        both.Window(Window.Tumbling(TimeSpan.FromSeconds(10))).Aggregate("windows", a => a.CountWhere(x => x.IsRight), 3).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.All(Enumerable.Range(0, 7), key => Assert.Equal(
            $"{lefts.Count(item => item.Key == key)} {rights.Where(x => x % 7 == key).Sum()}", run.View(all).Get(key)));
        Assert.All(run.View(new WindowViewName<int, long>("windows")).All(), window =>
            Assert.Equal(rights.LongCount(x => x % 7 == window.Key && Origin.AddSeconds(x / 5) >= window.Start && Origin.AddSeconds(x / 5) < window.End), window.Value));
    }

    [Fact]
    public async Task TwoInputKeyedBolt_SharesStateAndTimersOfBothStreams()
    {
        var builder = new TopologyBuilder("grouped");
        Side(builder, "left", () => new ListSpout<JoinEvent>([At(1, 0), At(2, 1), At(1, 2)])).GroupBy(item => item.Key)
            .CoGroup(Side(builder, "right", () => new ListSpout<JoinEvent>([At(1, 1), At(3, 1)])).GroupBy(item => item.Key))
            .Then("both", () => new CountingBoth(), 2)
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal(["1: 2 and 1", "2: 1 and 0", "3: 0 and 1"], Shown(run));
    }

    [Fact]
    public async Task Lookup_InAViewOfAnotherRun_SeesWhatItHasPublished()
    {
        var prices = new TopologyBuilder("prices");
        var view = prices.AddSpout("prices", Spouts.FromArray([(1L, 10L), (2L, 20L)])).GroupBy(price => price.Item1)
            .Aggregate("price", a => a.Sum(price => price.Item2)).ToView();
        await using var other = await prices.RunToEndAsync();

        var builder = new TopologyBuilder("sales");
        builder.AddSpout("sales", Spouts.FromArray([1L, 2L, 3L, 1L]))
            .Lookup("priced", other.View(view), sale => sale, (sale, price) => $"{sale}: {price.Or(-1)} {price.Exists}")
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal(
            [new("1: 10 True", 2), new("2: 20 True", 1), new("3: -1 False", 1)], run.View(Results).All().OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lookup_InAViewOfTheSameRun_SeesWholeEpochs_NeverTheOpenOne()
    {
        var (spout, asking) = (new FedSpout<long>(), new FedSpout<long>());
        var builder = new TopologyBuilder("looked-up");
        var counts = builder.AddSpout("numbers", spout).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        builder.AddSpout("asking", asking).Lookup("counted", counts, x => x, (x, count) => $"{x}: {count.Or(0)}")
            .GroupBy(result => result).Aggregate("results", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromHours(1) });

        spout.Push(1, 1, 1);
        await run.Until(() => run.Component("counts").TuplesRead == 3);
        asking.Push(1);
        await run.Until(() => run.Component("results").TuplesRead == 1);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        asking.Push(1);
        await run.Until(() => run.Component("results").TuplesRead == 2);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        Assert.Equal(["1: 0", "1: 3"], Shown(run));
    }

    private static List<string> Shown(TopologyRun run) => [.. run.View(Results).All().Select(entry => entry.Key).Order(StringComparer.Ordinal)];

    private static string Show(JoinEvent left, JoinEvent right) => $"{left} {right}";

    private static JoinEvent At(int key, int second) => new(key, Origin.AddSeconds(second), 1);

    private static Stream<JoinEvent> Side(TopologyBuilder builder, string name, FedSpout<JoinEvent> spout) => Side(builder, name, () => spout);

    private static Stream<JoinEvent> Side(TopologyBuilder builder, string name, Func<ISpout<JoinEvent>> spout) =>
        builder.AddSpout(name, spout).WithEventTime(item => item.Time, WatermarkStrategy.Ascending(), name: $"{name}-time");

    private static async Task PushAsync(TopologyRun run, FedSpout<JoinEvent> spout, params JoinEvent[] events)
    {
        spout.Push(events);
        await run.Until(() => spout.Waiting == 0);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    /// <summary>Counts the tuples of both sides, and tells a minute after the first.</summary>
    private sealed class CountingBoth : TwoInputKeyedBolt<int, JoinEvent, JoinEvent, string>
    {
        private IValueState<long> _lefts = null!;
        private IValueState<long> _rights = null!;
        private IKeyedTimer _end = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            (_lefts, _rights, _end) = (state.Value<long>("lefts"), state.Value<long>("rights"), state.EventTimer("end"));
        }

        public override void ExecuteLeft(int key, JoinEvent input, Emitter<string> output) => Count(_lefts, input);

        public override void ExecuteRight(int key, JoinEvent input, Emitter<string> output) => Count(_rights, input);

        public override void OnTimer(int key, TimerFiring timer, Emitter<string> output) => output.Emit($"{key}: {_lefts.Value} and {_rights.Value}");

        private void Count(IValueState<long> state, JoinEvent input)
        {
            state.Value++;
            if (_end.Due is null) _end.Set(input.Time.AddMinutes(1));
        }
    }
}
