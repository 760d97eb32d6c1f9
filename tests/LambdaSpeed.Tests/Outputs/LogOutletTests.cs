using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Outputs;

/// <summary>What the log remembers of the outputs that were put into it, and for how long.</summary>
public sealed class LogOutletTests
{
    private static ReplayLogOptions Forgetful => new()
    {
        Partitions = 2, SegmentBytes = 1024, RetentionBytes = 0, Durability = LogDurability.None,
    };

    [Fact]
    public void Stopped_KnowsWhatIsOut_WhenRetentionHasDeletedAll()
    {
        using var fixture = new LogFixture(Forgetful);
        var life = Lived(fixture, epochs: 3);
        life.Stop();
        Overwrite(fixture);
        Assert.All([0, 1], partition => Assert.InRange(fixture.Log.FirstOffset(partition), 3 * OutletLife.PerEpoch, long.MaxValue));

        life.Start(run: 2);

        life.MakeDurable();
        life.RequireEachOnce("after another start");
    }

    [Fact]
    public void Killed_HoldsRetentionUntilTheNextStart()
    {
        using var fixture = new LogFixture(Forgetful);
        var life = Lived(fixture, epochs: 3);
        fixture.KillAndReopen();
        Overwrite(fixture);

        life.Start(run: 2);

        life.Go();
        life.MakeDurable();
        life.RequireEachOnce("after another start");
        fixture.Clock.Advance(TimeSpan.FromSeconds(2)); // the consumer's files are saved within a moment
        Overwrite(fixture);
        Assert.InRange(fixture.Log.FirstOffset(0), 3 * OutletLife.PerEpoch, long.MaxValue);
    }

    [Fact]
    public void Idle_LetsRetentionPassOthersRecords_WithEachEpoch()
    {
        using var fixture = new LogFixture(Forgetful);
        var life = Lived(fixture, epochs: 1);
        Overwrite(fixture);

        life.MakeDurable(); // as before each commit, outputs or not
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        fixture.Log.ApplyRetention();

        Assert.All([0, 1], partition => Assert.InRange(fixture.Log.FirstOffset(partition), 20, long.MaxValue));
    }

    [Fact]
    public void Passed_IsReported_InWords_AndOnlyWhereItMatters()
    {
        using var fixture = new LogFixture(Forgetful with { MayPassConsumers = true });
        var life = Lived(fixture, epochs: 3);
        fixture.KillAndReopen();
        Overwrite(fixture);

        var exception = Assert.Throws<LogPositionException>(() => life.Start(run: 2));

        Assert.Contains("retention has passed output 'copies'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DeleteConsumer(\"topology.copies\")", exception.Message, StringComparison.Ordinal);
        Assert.Throws<LogPositionException>(() => life.Start(run: 3)); // as long as nobody has decided
        fixture.KillAndReopen();
        fixture.Log.DeleteConsumer("topology.copies");
        life.Start(run: 4);
        life.ForgetCheckpoints();
        fixture.KillAndReopen();
        Overwrite(fixture);
        life.Start(run: 5); // nothing is to be released that may be out
    }

    [Fact]
    public void Start_TakesANewIncarnation_ThatNoStartHadBefore()
    {
        using var fixture = new LogFixture(Forgetful);
        var life = Lived(fixture, epochs: 2);
        Assert.Equal(1, life.Incarnation);
        fixture.KillAndReopen();
        life.Start(run: 7);
        Assert.Equal(7, life.Incarnation);
        life.Stop();
        life.ForgetCheckpoints(); // so the run's own count begins anew as well

        life.Start(run: 1);

        Assert.Equal(8, life.Incarnation);
    }

    [Fact]
    public void EmptyStart_PutsOutEpochsOfTheSameNumbersAgain()
    {
        using var fixture = new LogFixture(Forgetful with { RetentionBytes = null });
        var life = Lived(fixture, epochs: 2);
        life.Stop();
        life.ForgetCheckpoints();
        life.Start(run: 1);

        life.Go();
        fixture.KillAndReopen();
        life.Start(run: 2);

        Assert.Equal(3 * OutletLife.PerEpoch, life.Ids.Distinct().Count());
        Assert.Equal(3 * OutletLife.PerEpoch, life.Ids.Count);
    }

    [Fact]
    public void Crash_AnyWhere_WithRetentionRunning_PutsOutEachOnce()
    {
        var (failed, deleted) = (0, 0L);
        for (var seed = 0; seed < 300; seed++)
        {
            using var fixture = new LogFixture(Forgetful);
            var random = new Random(seed);
            var life = new OutletLife(fixture);
            life.Start();
            for (var lives = 4; lives > 0; lives--)
            {
                if (random.Next(3) == 0) fixture.Disk.CutPowerAt(random.Next(1, 40));
                else fixture.Disk.Fail((StorageOperation)random.Next(4), random.Next(1, 15), random.Next(1, 3));
                failed += TryLive(life, fixture, random) ? 0 : 1;
                fixture.CrashAndReopen(seed);
                life.Look();
                Overwrite(fixture);
                life.Start();
                life.MakeDurable();
                life.RequireEachOnce($"seed {seed}");
            }
            deleted += fixture.Log.FirstOffset(0);
        }
        Assert.True(failed > 300 && deleted > 10_000, $"too little happened: {failed} failures, {deleted} records deleted");
    }

    private static bool TryLive(OutletLife life, LogFixture fixture, Random random)
    {
        try
        {
            for (var epochs = random.Next(1, 12); epochs > 0; epochs--)
            {
                life.Go();
                if (random.Next(3) == 0) fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
                if (random.Next(4) == 0) fixture.Log.ApplyRetention();
            }
            if (random.Next(3) == 0) life.Stop();
            return true;
        }
        catch (Exception exception) when (exception is IOException or LogWriteException)
        {
            return false;
        }
    }

    private static OutletLife Lived(LogFixture fixture, int epochs)
    {
        var life = new OutletLife(fixture);
        life.Start();
        for (var i = 0; i < epochs; i++) life.Go();
        fixture.Log.Sync();
        return life;
    }

    /// <summary>Others append, and retention deletes all it may.</summary>
    private static void Overwrite(LogFixture fixture)
    {
        for (var i = 0; i < 40; i++)
        {
            fixture.Append(new string('y', 200), i % 2);
            fixture.Log.Sync();
        }
        fixture.Log.ApplyRetention();
    }
}
