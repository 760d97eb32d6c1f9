using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Planning;

/// <summary>What is fused when.</summary>
public sealed class PlannerTests
{
    private readonly TopologyBuilder _builder = new("plan");

    [Fact]
    public void Chain_LinkedOneToOne_IsOneTask()
    {
        View(Bolt(Spout().Where(x => x > 0).Select(x => x)));

        Assert.Equal(["1 x spout+where-1+select-1+bolt+key-1+view"], Chains());
    }

    [Fact]
    public void Chain_OfEqualParallelism_IsFusedUpToTheExchange()
    {
        View(Bolt(Spout(3), 3), 3);

        Assert.Equal(["3 x spout+bolt+key-1", "3 x view"], Chains());
    }

    [Fact]
    public void Parallelism_AboveTheKeyGroups_IsRefused_ForAllThatReadByKey()
    {
        var spout = Spout();
        spout.GroupBy(x => x).Aggregate("view", a => a.Count(), 9).ToView();
        spout.GroupBy(x => x).Then("keyed", () => new NumberingBolt(), 9).Ignore();
        Bolt(spout.Fields(x => x), 9).Ignore();
        spout.Shuffle().Then("shuffled", () => new ProbeBolt<long, long>((_, _, _) => { }), 9).Ignore();
        spout.GroupBy(x => x).Aggregate("fits", a => a.Count(), 8).ToView();
        spout.GroupBy(x => x).Aggregate("one", a => a.Count()).ToView();
        var topology = _builder.Build();

        var refusal = Assert.Throws<TopologyException>(() => ExecutionPlan.For(topology, new() { KeyGroups = 8 }));

        Assert.Equal(["bolt", "keyed", "view"], refusal.Problems.Select(problem => problem.Component).Order());
        Assert.All(refusal.Problems, problem =>
        {
            Assert.Contains("9, but keys are divided into 8 groups", problem.Cause, StringComparison.Ordinal);
            Assert.Contains("at most 8", problem.Remedy, StringComparison.Ordinal);
        });
        Assert.Contains("9 x view", ExecutionPlan.For(topology, new() { KeyGroups = 9 }).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void PreAggregate_IsPartOfTheSender()
    {
        Spout(2).GroupBy(x => x).PreAggregate().Aggregate("view", a => a.Count(), 3).ToView();

        Assert.Equal(["2 x spout+key-1+pre-aggregate-1", "3 x view"], Chains());
    }

    [Theory]
    [InlineData(1, 1, false)] // one task, no exchange
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    public void PartialSums_AreLeftToTheSender_WhereThereIsAnExchange(int senders, int receivers, bool expected)
    {
        Spout(senders).GroupBy(x => x).Aggregate("view", a => a.Count(), receivers).ToView();

        Assert.Equal(expected, ExecutionPlan.For(_builder.Build()).Explain().Contains("partial sums", StringComparison.Ordinal));
    }

    [Fact]
    public void PartialSums_CanBeForbidden_AndAreNotPlannedForWhatIsLarge()
    {
        var spout = Spout(2);
        spout.GroupBy(x => x).WithoutPreAggregation().Aggregate("forbidden", a => a.Count(), 2).ToView();
        spout.GroupBy(x => $"{x}").Aggregate("text", a => a.Count(), 2).ToView();
        spout.GroupBy(x => x).Aggregate("list", a => a.Distinct(x => x), 2).ToView();

        Assert.DoesNotContain("partial sums", ExecutionPlan.For(_builder.Build()).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_WithSeveralBolts_IsNotFusedWithThem()
    {
        var spout = Spout();
        View(Bolt(spout));
        spout.Where(x => x > 0).ForEach("each", _ => { });

        Assert.Equal(["1 x spout+where-1+each", "1 x bolt+key-1+view"], Chains());
    }

    [Fact]
    public void DeadLetters_DoNotPartTheMainStream()
    {
        var bolt = Spout().Then("bolt", () => new ProbeBolt<long, long>((_, _, _) => { }), options: new() { OnFailure = TupleFailurePolicy.DeadLetter });
        View(bolt.Then("next", () => new ProbeBolt<long, long>((_, _, _) => { })));
        bolt.DeadLetters().Select(letter => letter.Tuple).ForEach("repair", _ => { });

        Assert.Equal(["1 x spout+bolt+next+select-1+key-1+repair+view"], Chains());
    }

    [Fact]
    public void DeadLetters_OfABoltWithAReader_HaveATaskOfTheirOwn()
    {
        var bolt = Spout().Then("bolt", () => new ProbeBolt<long, long>((_, _, _) => { }), options: new() { OnFailure = TupleFailurePolicy.DeadLetter });
        View(bolt);
        bolt.DeadLetters().ForEach("report", _ => { });

        Assert.Equal(["1 x spout+bolt+key-1+view", "1 x report"], Chains());
    }

    [Fact]
    public void Stream_WithSeveralOperators_IsFusedWithAll()
    {
        var spout = Spout(2);
        spout.Where(x => x > 0).Ignore();
        spout.Select(x => x).Ignore();

        Assert.Equal(["2 x spout+where-1+select-1"], Chains());
    }

    [Fact]
    public void Bolt_ThatMayNotFuse_OrHasItsOwnThread_IsATaskOfItsOwn()
    {
        var apart = Bolt(Spout(), options: new() { CanFuse = false });
        apart.Where(x => x > 0).Then("own", () => new ProbeBolt<long, long>((_, _, _) => { }), options: new() { OwnThread = true }).Ignore();

        Assert.Equal(["1 x spout", "1 x bolt", "1 x where-1", "1 x own"], Chains());
    }

    [Fact]
    public void Groupings_OfOneTask_AreFused_ButNotThoseThatAreAsked()
    {
        Spout().Shuffle().Select(x => x).All().Select(x => x).Global().Select(x => x).Fields(x => x).Select(x => x)
            .Custom((_, _) => 0).Select(x => x).Ignore();

        Assert.Equal(["1 x spout+select-1+select-2+select-3", "1 x select-4", "1 x select-5"], Chains());
    }

    [Fact]
    public void Merge_IsNotFused()
    {
        Spout().Merge(_builder.AddSpout("other", new ListSpout<long>([]))).Select(x => x).Ignore();

        Assert.Equal(["1 x spout", "1 x other", "1 x select-1"], Chains());
    }

    [Fact]
    public void Workers_AreNotMoreThanSharedTasks()
    {
        Bolt(Spout(), 3, new() { OwnThread = true }).Ignore();
        var plan = ExecutionPlan.For(_builder.Build(), new() { Workers = 8 });

        Assert.Equal((1, 4), (plan.WorkerCount, plan.TaskCount));
    }

    [Fact]
    public void Explain_IsForPeople()
    {
        View(Bolt(Spout(2), 2).Shuffle().Then("own", () => new ProbeBolt<long, long>((_, _, _) => { }), 1, new() { OwnThread = true }), 3);
        var plan = ExecutionPlan.For(_builder.Build(), new() { Workers = 2 });

        Assert.Equal(
            """
            plan of topology plan: 7 tasks on 2 workers, chunks of 1024 tuples, edges of 8 chunks, an epoch every 20 ms
              chain 0: 2 x spout + bolt
              chain 1: 1 x own (own thread)
                reads bolt by shuffle, 2 channels of Int64
              chain 2: 1 x key-1
                reads own by local, 1 channel of Int64
              chain 3: 3 x view
                reads key-1 by fields, 3 channels of KeyedTuple<Int64, Unit>
                reads key-1.partial sums by fields, 3 channels of KeyedTuple<Int64, Int64>, in place of tuples while a sum stands for several
            checkpoints: none; set SpeedLayerOptions.Checkpoints to survive the end of the process
            survives: the failure of a task, with sources that can be read again: each tuple then counts exactly once. A spout without positions promises nothing across a failure, and the first failure ends the run.

            """, plan.Explain());
    }

    private Stream<long> Spout(int parallelism = 1) => _builder.AddSpout("spout", () => new ListSpout<long>([]), parallelism);

    private static Stream<long> Bolt(Stream<long> stream, int parallelism = 1, ComponentOptions? options = null) =>
        stream.Then("bolt", () => new ProbeBolt<long, long>((_, _, _) => { }), parallelism, options);

    private static void View(Stream<long> stream, int parallelism = 1) => stream.GroupBy(x => x).Aggregate("view", a => a.Count(), parallelism).ToView();

    private List<string> Chains() => [.. ExecutionPlan.For(_builder.Build()).Chains.Select(chain => $"{chain.Parallelism} x {chain.Name}")];
}
