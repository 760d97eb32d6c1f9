using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Building;

/// <content>The table: how it is wired, who is named, and what is said.</content>
public sealed partial class MisuseTests
{
    private static readonly SideOutput<long> _side = new("side");

    private static readonly ComponentOptions Lettering = new() { OnFailure = TupleFailurePolicy.DeadLetter };

    /// <summary>What is resolved from the services, and so cannot be where they do not know it.</summary>
    private static readonly Dictionary<string, Action<TopologyBuilder>> _byType = new()
    {
        ["bolt"] = builder => Numbers(builder).Then<Passing, long>("part").Ignore(),
        ["bolt to connect"] = builder => builder.AddBolt<Passing, long, long>("part").From(Numbers(builder)).Output.Ignore(),
        ["keyed bolt"] = builder => Numbers(builder).GroupBy(x => x).Then<NumberingBolt, long>("part").Ignore(),
        ["bolt of two inputs"] = builder => builder.AddBolt<ProbeTwoInputBolt<long, long, long>, long, long, long>("part")
            .First(Numbers(builder)).Second(builder.AddSpout("more", new ListSpout<long>([]))).Output.Ignore(),
        ["async bolt"] = builder => Numbers(builder).Then<CallingBolt, long>("part", new AsyncOptions()).Ignore(),
        ["async bolt by key"] = builder => Numbers(builder).Then<CallingBolt, long, long>("part", x => x, new AsyncOptions()).Ignore(),
        ["spout"] = builder => builder.AddSpout<ListSpout<long>, long>("part").Ignore(),
    };

    private static readonly Dictionary<string, (Action<TopologyBuilder> Wire, string Component, string Cause)> _cases = new()
    {
        ["cycle"] = (builder =>
        {
            var first = builder.AddBolt("first", Pass);
            first.From(Numbers(builder)).From(first.Output.Then("second", Pass));
        }, "first", "circle: first, second"),
        ["own cycle"] = (builder =>
        {
            var bolt = builder.AddBolt("self", Pass);
            bolt.From(Numbers(builder)).From(bolt.Output);
        }, "self", "circle: self"),
        ["grouped twice"] = (builder => Numbers(builder).Shuffle().Fields(x => x).Then("bolt", Pass).Ignore(),
            "numbers", "grouped twice, by shuffle and then by fields"),
        ["grouped again behind a merge"] = (builder => Numbers(builder).Merge(builder.AddSpout("others", new ListSpout<long>([])).Global())
            .Shuffle().Then("bolt", Pass).Ignore(), "others", "grouped twice, by global and then by shuffle"),
        ["aggregation that is no view"] = (builder => Numbers(builder).GroupBy(x => x).Aggregate("v", a => a.Count()),
            "v", "was not made a view"),
        ["one view of two names"] = (builder =>
        {
            var aggregation = Numbers(builder).GroupBy(x => x).Aggregate("first", a => a.Count());
            aggregation.ToView();
            aggregation.ToView("second");
        }, "first", "once more, under the name 'second'"),
        ["declared view of other values"] = (builder =>
        {
            builder.DeclareView<long, double>("v");
            Counted(Numbers(builder), "v");
        }, "v", "System.Double, but the aggregation that feeds it gives keys of System.Int64 and values of System.Int64"),
        ["sequence in two tasks"] = (builder => builder.AddSpout("items", Spouts.FromEnumerable([1L]), 2).Ignore(),
            "items", "its parallelism is 2, but a sequence cannot be divided"),
        ["asynchronous sequence in two tasks"] = (builder => builder.AddSpout("items", Spouts.FromAsyncEnumerable(Nothing()), 2).Ignore(),
            "items", "its parallelism is 2, but an asynchronous sequence cannot be divided"),
        ["one spout in two components"] = (builder =>
        {
            var spout = new PushSpout<long>();
            builder.AddSpout("one", spout).Ignore();
            builder.AddSpout("two", spout).Ignore();
        }, "one", "its spout is also that of 'two'"),
        ["same name"] = (builder =>
        {
            Numbers(builder).Then("twin", Pass).Then("twin", Pass).Ignore();
        }, "twin", "2 components have this name"),
        ["name of a view taken"] = (builder => Counted(Numbers(builder), "numbers"), "numbers", "2 components have this name"),
        ["empty name"] = (builder => Numbers(builder).Then(" ", Pass).Ignore(), "component 1", "a bolt has no name"),
        ["aggregation without a name"] = (builder => Numbers(builder).GroupBy(x => x).Select(a => a.Count()), "component 2", "a view has no name"),
        ["declared view"] = (builder =>
        {
            builder.DeclareView<long, long>("promised");
            Numbers(builder).Ignore();
        }, "promised", "nothing feeds"),
        ["unread stream"] = (builder => Numbers(builder).Select(x => x), "select-1", "nobody reads its stream"),
        ["unread side output"] = (builder =>
        {
            var bolt = Numbers(builder).Then("bolt", Pass);
            bolt.Ignore();
            bolt.Side(_side);
        }, "bolt", "nobody reads its side output 'side'"),
        ["side output of an operator"] = (builder =>
        {
            var kept = Numbers(builder).Then("bolt", Pass).Where(x => x > 0);
            kept.Ignore();
            Counted(kept.Side(_side), "v");
        }, "where-1", "only bolts have side outputs"),
        ["side output of a spout"] = (builder => Counted(Numbers(builder).Side(_side), "v"), "numbers", "only bolts have side outputs"),
        ["parallelism of none"] = (builder => Numbers(builder).Then("bolt", Pass, 0).Ignore(), "bolt", "its parallelism is 0"),
        ["parallelism too large"] = (builder => Counted(Numbers(builder), "v", 1025), "v", "its parallelism is 1025"),
        ["no provider"] = (builder => Numbers(builder).Then<Passing, long>("bolt").Ignore(), "bolt", "has no service provider"),
        ["no provider of a bolt to connect"] = (_byType["bolt to connect"], "part", "has no service provider"),
        ["no provider of a keyed bolt"] = (_byType["keyed bolt"], "part", "has no service provider"),
        ["no provider of a bolt of two inputs"] = (_byType["bolt of two inputs"], "part", "has no service provider"),
        ["no provider of a spout"] = (_byType["spout"], "part", "has no service provider"),
        ["half of two inputs"] = (builder => Join(builder).First(Numbers(builder)).Output.Ignore(), "join", "its second input is not connected"),
        ["other half"] = (builder => Join(builder).Second(Numbers(builder)).Output.Ignore(), "join", "its first input is not connected"),
        ["bolt without input"] = (builder =>
        {
            Numbers(builder).Ignore();
            builder.AddBolt("lonely", Pass).Output.Ignore();
        }, "lonely", "it reads no stream"),
        ["no spout"] = (builder => builder.AddBolt("lonely", Pass).Output.Ignore(), "misuse", "there is no spout"),
        ["key without codec"] = (builder => Counted(Numbers(builder).Select(x => new object()), "v"), "key-1", "has no codec"),
        ["fields without codec"] = (builder => Numbers(builder).Fields(x => new object()).Then("bolt", Pass).Ignore(), "misuse: Fields", "no codec"),
        ["key compared by reference"] = (builder => Counted(Numbers(builder).Select(x => new[] { x }), "v"), "key-1", "cannot be a key"),
        ["direct behind an operator"] = (builder =>
            Numbers(builder).Select(x => x).Direct().Then("bolt", Pass).Ignore(), "bolt", "direct grouping, which cannot name a task"),
        ["direct behind a side output"] = (builder =>
        {
            var bolt = Numbers(builder).Then("teller", Pass);
            bolt.Ignore();
            bolt.Side(_side).Direct().Then("bolt", Pass).Ignore();
        }, "bolt", "direct grouping"),
        ["tick interval of none"] = (Ticking(TimeSpan.Zero), "bolt", "its tick interval is"),
        ["tick interval below none"] = (Ticking(TimeSpan.FromSeconds(-1)), "bolt", "its tick interval is"),
        ["tick interval for ever"] = (Ticking(TimeSpan.MaxValue), "bolt", "its tick interval is"),
        ["ticking keyed bolt"] = (builder => Numbers(builder).GroupBy(x => x)
            .Then("keyed", () => new NumberingBolt(), options: new() { TickInterval = TimeSpan.FromSeconds(1) }).Ignore(), "keyed", "no Tick"),
        ["ticking spout"] = (builder => builder.AddSpout("numbers", new ListSpout<long>([]), new() { TickInterval = TimeSpan.FromSeconds(1) })
            .Ignore(), "numbers", "no Tick"),
        ["no calls at once"] = (Calling(new() { MaxConcurrency = 0 }), "calls", "its MaxConcurrency is 0"),
        ["all calls at once"] = (Calling(new() { MaxConcurrency = int.MaxValue }), "calls", "its MaxConcurrency is 2147483647"),
        ["fewer held than called"] = (Calling(new() { MaxConcurrency = 8, MaxHeld = 7 }), "calls", "its MaxHeld is 7"),
        ["all held"] = (Calling(new() { MaxHeld = int.MaxValue }), "calls", "its MaxHeld is 2147483647"),
        ["calls without time"] = (Calling(new() { Timeout = TimeSpan.Zero }), "calls", "its Timeout is 00:00:00"),
        ["calls for ever"] = (Calling(new() { Timeout = Timeout.InfiniteTimeSpan }), "calls", "its Timeout is -"),
        ["impatience"] = (Calling(new() { StopPatience = TimeSpan.FromTicks(-1) }), "calls", "its StopPatience is -"),
        ["order of calls"] = (Calling(new() { Order = (AsyncOrder)7 }), "calls", "its Order is 7"),
        ["ticking async bolt"] = (Calling(new(), new() { TickInterval = TimeSpan.FromSeconds(1) }), "calls", "an async bolt has no Tick"),
        ["calls by no key"] = (builder => Numbers(builder).SelectAsync("calls", Call, orderBy: x => new[] { x }).Ignore(), "calls", "cannot be a key"),
        ["calls by key, grouped otherwise"] = (builder => Numbers(builder).Shuffle().SelectAsync("calls", Call, x => x, parallelism: 2).Ignore(),
            "numbers", "grouped twice, by shuffle and then by fields"),
        ["async bolt without provider"] = (builder => Numbers(builder).Then<CallingBolt, long>("calls", new AsyncOptions()).Ignore(),
            "calls", "has no service provider"),
        ["async bolt that nobody reads"] = (builder => Numbers(builder).Then("calls", () => new CallingBolt((_, _, _) => default), new AsyncOptions()),
            "calls", "nobody reads its stream"),
        ["failure policy"] = (builder => Numbers(builder).Then("bolt", Pass, options: new() { OnFailure = (TupleFailurePolicy)7 }).Ignore(),
            "bolt", "its failure policy is 7"),
        ["dead letters that nobody reads"] = (builder => Numbers(builder).Then("bolt", Pass, options: Lettering).Ignore(),
            "bolt", "nobody reads its dead letters"),
        ["dead letters of an operator that nobody reads"] = (builder => Numbers(builder).Select(x => x, TupleFailurePolicy.DeadLetter).Ignore(),
            "select-1", "nobody reads its dead letters"),
        ["dead letters of a key that nobody reads"] = (builder => Counted(Numbers(builder), "v", onFailure: TupleFailurePolicy.DeadLetter),
            "key-1", "nobody reads its dead letters"),
        ["dead letters of an action that nobody reads"] = (builder => Numbers(builder).ForEach("see", _ => { }, options: Lettering),
            "see", "nobody reads its dead letters"),
        ["dead letters of two inputs, one read"] = (builder =>
        {
            var join = builder.AddBolt("join", () => new ProbeTwoInputBolt<long, long, long>((_, _) => { }, (_, _) => { }), options: Lettering);
            join.First(Numbers(builder)).Second(Numbers(builder)).FirstDeadLetters().Ignore();
        }, "join", "nobody reads its second dead letters"),
        ["dead letters where none are made"] = (builder => Counted(Numbers(builder).Where(x => x > 0).DeadLetters().Select(x => x.Tuple), "v"),
            "where-1", "its failure policy is Halt, which makes none"),
        ["dead letters of a key where none are made"] = (builder =>
            Numbers(builder).GroupBy(x => x, onFailure: TupleFailurePolicy.Skip).DeadLetters().Ignore(),
            "dead-letters-1", "its failure policy is Skip, which makes none"),
        ["dead letters of a spout that nobody reads"] = (builder => builder.AddSpout("numbers", new ListSpout<long>([]), Lettering).Ignore(),
            "numbers", "nobody reads its dead letters"),
        ["retries of a spout"] = (builder => builder.AddSpout("numbers", new ListSpout<long>([]), new() { Retry = new() }).Ignore(),
            "numbers", "a spout is given no tuples that it could be given again"),
        ["retry policy of null"] = (Retrying(null!), "bolt", "its retry policy is null"),
        ["retries below none"] = (Retrying(new() { MaxRetries = -1 }), "bolt", "makes -1 retries"),
        ["retries for ever"] = (Retrying(new() { MaxRetries = int.MaxValue }), "bolt", "makes 2147483647 retries"),
        ["first delay below none"] = (Retrying(new() { FirstDelay = TimeSpan.FromTicks(-1) }), "bolt", "the first delay of its retry policy is -"),
        ["longest delay for ever"] = (Retrying(new() { LongestDelay = TimeSpan.MaxValue }), "bolt", "the longest delay of its retry policy is"),
        ["failure policy of an operator"] = (builder => Numbers(builder).Where(x => x > 0, (TupleFailurePolicy)7).Ignore(),
            "where-1", "its failure policy is 7"),
        ["failure policy of a key"] = (builder => Numbers(builder).GroupBy(x => x, onFailure: (TupleFailurePolicy)7)
            .Aggregate("v", a => a.Count()).ToView(), "key-1", "policy is 7"),
        ["side outputs of one name"] = (builder =>
        {
            var bolt = Numbers(builder).Then("bolt", Pass);
            bolt.Ignore();
            bolt.Side(_side).Merge(bolt.Side(new SideOutput<long>("side"))).Then("reader", Pass).Ignore();
        }, "bolt", "2 side outputs are named 'side'"),
        ["class without copy"] = (builder => Numbers(builder).GroupBy(x => x).Aggregate("v", a => a.Use(new ClassAggregator())).ToView(),
            "v", "does not say how to copy it"),
        ["join without event time"] = (Joining(JoinWindow.Within(TimeSpan.FromSeconds(1)), isTimed: false),
            "join", "nothing says so on the way from spout 'numbers'"),
        ["join with a negative bound"] = (Joining(JoinWindow.Within(TimeSpan.Zero, TimeSpan.FromSeconds(-1))),
            "join", "its right tuples may be -00:00:01 later"),
        ["join with a negative bound before"] = (Joining(JoinWindow.Within(TimeSpan.FromSeconds(-1), TimeSpan.Zero)),
            "join", "its right tuples may be -00:00:01 earlier"),
        ["join for ever"] = (Joining(JoinWindow.Following(TimeSpan.MaxValue)), "join", "later"),
        ["join of negative lateness"] = (Joining(JoinWindow.Following(TimeSpan.Zero).AllowLateness(TimeSpan.FromTicks(-1))),
            "join", "its allowed lateness is -"),
        ["join without a name"] = (Joining(JoinWindow.Following(TimeSpan.Zero), name: " "), "component 4", "a bolt has no name"),
        ["join of a name that is taken"] = (Joining(JoinWindow.Following(TimeSpan.Zero), name: "numbers"), "numbers", "2 components have this name"),
        ["join of partial sums"] = (builder => Timed(builder).GroupBy(x => x).Join(Timed(builder, "more").GroupBy(x => x).PreAggregate(),
            "join", JoinWindow.Following(TimeSpan.Zero), (left, right) => left + right).Ignore(), "join", "partial results"),
        ["join of other key codecs"] = (builder => Timed(builder).GroupBy(x => (int)x, new Codecs.LastDigitCodec())
            .Join(Timed(builder, "more").GroupBy(x => (int)x), "join", JoinWindow.Following(TimeSpan.Zero), (left, right) => left + right).Ignore(),
            "join", "its left stream has keys written as last-digit, its right one keys written as int32"),
        ["co-group of other key codecs"] = (builder => Counted(Numbers(builder).GroupBy(x => (int)x, new Codecs.LastDigitCodec())
            .CoGroup(builder.AddSpout("more", new ListSpout<long>([])).GroupBy(x => (int)x))), "misuse: CoGroup", "keys written as last-digit"),
        ["dead letters of a join that nobody reads"] = (Joining(JoinWindow.Following(TimeSpan.Zero), options: Lettering),
            "join", "nobody reads its dead letters"),
        ["duplicates within no time"] = (builder => Numbers(builder).Deduplicate("unique", x => x, TimeSpan.Zero).Ignore(),
            "unique", "it leaves out duplicates within 00:00:00"),
        ["duplicates of negative lateness"] = (builder =>
            Numbers(builder).Deduplicate("unique", x => x, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(-1)).Ignore(), "unique", "its allowed lateness is -"),
        ["lookup in a view that is not there"] = (builder => Numbers(builder)
            .Lookup("looked-up", new ViewName<long, long>("missing"), x => x, (x, found) => x + found.Or(0)).Ignore(), "missing", "nothing feeds this declared view"),
        ["lookup in a view of other values"] = (builder =>
        {
            Counted(Numbers(builder), "v");
            builder.AddSpout("asking", new ListSpout<long>([])).Lookup("looked-up", new ViewName<long, string>("v"), x => x, (x, _) => x).Ignore();
        }, "v", "System.String, but the aggregation that feeds it"),
    };
}
