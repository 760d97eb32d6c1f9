using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>Who reads views while the run restarts sees whole epochs before, during and after.</summary>
public sealed class ReadersAcrossRestartTests
{
    private const int Numbers = 20_000;

    private volatile bool _isToFail;
    private volatile bool _maySpoutEnd;

    [Fact]
    public async Task Snapshot_TakenBeforeARestart_ReadsItsEpochInEveryViewAfterIt()
    {
        var (run, debits, credits) = await StartAsync();
        await using var _ = run;
        await run.Until(() => run.PublishedEpoch.Number >= 2);
        using var snapshot = run.Snapshot();
        var before = snapshot.View(debits).All().Sum(pair => pair.Value);
        await run.Until(() => run.PublishedEpoch.Number >= snapshot.Epoch.Number + 2);
        await RestartAsync(run);

        Assert.Equal(before, snapshot.View(debits).All().Sum(pair => pair.Value));
        Assert.Equal(-before, snapshot.View(credits).All().Sum(pair => pair.Value));
        await EndAsync(run, debits, credits);
    }

    [Fact]
    public async Task Totals_ReadAllTheTime_AreZeroAcrossRestarts()
    {
        var (run, debits, credits) = await StartAsync();
        await using var _ = run;
        var (isOver, read) = (false, 0); // epochs that were read
        var reading = Task.Run(() =>
        {
            var epochs = new HashSet<EpochId>();
            while (!Volatile.Read(ref isOver))
            {
                using var snapshot = run.Snapshot();
                var total = snapshot.View(debits).All().Sum(pair => pair.Value);
                if (epochs.Count % 3 == 0) Thread.Yield();
                Assert.Equal(0, total + snapshot.View(credits).All().Sum(pair => pair.Value));
                epochs.Add(snapshot.Epoch);
                Volatile.Write(ref read, epochs.Count);
            }
        }, RunFixture.Cancel);
        for (var i = 0; i < 5; i++)
        {
            await RestartAsync(run);
            var before = Volatile.Read(ref read);
            await run.Until(() => Volatile.Read(ref read) > before || reading.IsCompleted); // the reader had its turn, on a busy machine too
        }
        await EndAsync(run, debits, credits);
        Volatile.Write(ref isOver, true);
        await reading;
    }

    [Fact]
    public async Task Changes_AcrossARestart_LeaveNoKeyBehind()
    {
        var (run, debits, credits) = await StartAsync();
        await using var _ = run;
        var seen = new Dictionary<long, long>();
        var following = Task.Run(async () =>
        {
            await foreach (var change in run.View(debits).ChangesAsync(RunFixture.Cancel)) seen[change.Key] = change.Value;
        }, RunFixture.Cancel);
        for (var i = 0; i < 5; i++) await RestartAsync(run);
        await EndAsync(run, debits, credits);
        await run.Within(following);

        Assert.Equal(run.View(debits).Content(), seen);
    }

    /// <summary>Moves each number from one account to another, in two views.</summary>
    private async Task<(TopologyRun Run, ViewName<long, long> Debits, ViewName<long, long> Credits)> StartAsync()
    {
        var builder = new TopologyBuilder("transfers");
        var numbers = builder.AddSpout("numbers", () => new EndlessSpout(this));
        var debits = numbers.GroupBy(x => x % 97).Aggregate("debits", a => a.Sum(x => x), 2).ToView();
        var credits = numbers.GroupBy(x => x % 89).Aggregate("credits", a => a.Sum(x => -x), 2).ToView();
        var options = new SpeedLayerOptions
        {
            EpochInterval = TimeSpan.FromMilliseconds(1),
            ChunkSize = 32,
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxRestarts = 100 },
        };
        return (await builder.StartAsync(options), debits, credits);
    }

    private async Task RestartAsync(TopologyRun run)
    {
        var (restarts, published) = (run.Restarts, run.PublishedEpoch);
        _isToFail = true;
        await run.Until(() => run.Restarts > restarts);
        await run.Until(() => run.PublishedEpoch > published);
    }

    private async Task EndAsync(TopologyRun run, ViewName<long, long> debits, ViewName<long, long> credits)
    {
        _maySpoutEnd = true;
        await run.Within(run.Completion);
        Assert.Equal(0, run.View(debits).All().Sum(pair => pair.Value) + run.View(credits).All().Sum(pair => pair.Value));
    }

    /// <summary>Numbers without end, a few at a time; fails when it is told to.</summary>
    private sealed class EndlessSpout(ReadersAcrossRestartTests test) : Spout<long>, IPositionedSpout
    {
        private long _next;

        public override SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (test._isToFail)
            {
                test._isToFail = false;
                throw new IOException("the source failed, as asked");
            }
            if (test._maySpoutEnd && _next >= Numbers) return SpoutStatus.Ended;
            for (var left = Math.Min(limit, 16); left > 0; left--) output.Emit(_next++);
            return SpoutStatus.Ready;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new LogPosition(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = positions.Single().Offset;
    }
}
