using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Every kind of window over partitions that fall silent and speak again, while the run ends epochs and fails: its results, and
/// what its firings and retractions add up to, against plain sums.</summary>
public sealed class SilentPartitionTests
{
    private const int Cases = 40;

    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(100);
    private static readonly WindowViewName<int, long> SumsName = new("sums");

    public static TheoryData<string> Kinds => WindowOracle.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Windows_HoldWhatIsNotLate_AndRetractionsSumToIt(string kind)
    {
        var (passed, restarts) = (0, 0);
        RandomEvents.Check(Cases, async random =>
        {
            var oracle = WindowOracle.Draw(kind, random);
            var partitions = random.Next(2, 5);
            var rows = new OpenedRows<TimedEvent>(random.Events);
            var run = new SteppedRun(Describe(rows, random, oracle, partitions), new FakeTimeProvider(), new()
            {
                EpochInterval = TimeSpan.FromDays(1), ChunkSize = random.Next(1, 20),
            }, seed: random.Next(0, 1_000));

            var model = new PartitionModel(partitions, random.Delay);
            var kept = (Count: 0, Model: model.Restarted()); // as of the published epoch
            var watermarks = new long[random.Events.Count];
            for (var i = 0; i < random.Events.Count; i++)
            {
                rows.OpenUntil(i);
                switch (random.Next(0, 24))
                {
                    case 0 or 1:
                        FallSilent(run);
                        model.FallSilent();
                        break;
                    case 2:
                        run.Step();
                        run.Ask(attempt => attempt.RequestEpoch());
                        kept = (i, model.Restarted());
                        break;
                    case 3:
                        run.StepSome(random.Next(0, 20));
                        await run.RestartAsync(() => { });
                        passed += model.Passed;
                        model = kept.Model.Restarted();
                        for (var again = kept.Count; again < i; again++) Observe(again);
                        restarts++;
                        break;
                }
                Observe(i);
            }
            passed += model.Passed;
            rows.End();
            run.Step();
            Assert.True(run.Attempt.Ending.IsCompletedSuccessfully && run.Attempt.Fault is null, $"the run has not ended: {run.Attempt.Fault}");

            var sums = run.View(SumsName).All().Select(of => (of.Key, of.Start.UtcTicks, of.End.UtcTicks, of.Value)).Order().ToList();
            Assert.Equal(oracle.Expect(random.Events.Zip(watermarks), random.Lateness).Sums, sums);
            Assert.Equal(sums, Fired.Of(run.View(Fired.Firings).All()).GroupBy(firing => firing.Window)
                .Select(of => (of.Key.Item1, of.Key.Item2, of.Key.Item3, of.Sum(firing => firing.Share))).Where(of => of.Item4 != 0).Order());

            void Observe(int row)
            {
                watermarks[row] = model.Watermark;
                model.Observe(PartitionOf(random.Events[row], partitions), random.Events[row].Ticks);
            }
        });
        Assert.True(passed > Cases && restarts > Cases, $"too little happened: {passed} partitions were passed, {restarts} restarts");
    }

    /// <summary>All that has come is processed, then nothing comes for longer than the idle time.</summary>
    private static void FallSilent(SteppedRun run)
    {
        run.Step();
        for (var i = 0; i < 3; i++) run.Advance(IdleAfter.TotalMilliseconds); // looked for once in that time
    }

    private static TopologyBuilder Describe(OpenedRows<TimedEvent> rows, RandomEvents random, WindowOracle oracle, int partitions)
    {
        var builder = new TopologyBuilder("stepped");
        var strategy = WatermarkStrategy.BoundedOutOfOrderness(random.Delay).ForPartitions(partitions).WithIdleAfter(IdleAfter);
        var sums = builder.AddSpout("events", rows.NewSpout)
            .WithEventTime(item => item.Time, strategy, item => PartitionOf(item, partitions))
            .GroupBy(item => item.Key).Window(oracle.Windows).AllowLateness(random.Lateness)
            .Aggregate("sums", a => a.Sum(item => item.Value), random.Tasks);
        sums.ToView();
        Fired.Gather(sums.ToStream(FiringPolicy.OnTime().WithEarly(random.Next(1, 5)).WithLate().In(FiringMode.Retracting)));
        return builder;
    }

    private static int PartitionOf(TimedEvent item, int partitions) => (int)(item.Value % partitions);
}
