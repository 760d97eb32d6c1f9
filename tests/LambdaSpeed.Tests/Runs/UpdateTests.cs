using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Waiting for one's own event: its effect is there, or one learns who gave up on it.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly LogFixture _fixture = new(new() { Partitions = 2, Durability = LogDurability.None });
    private readonly TopologyBuilder _builder = new("updates");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Update_IsInTheView_WhenItReturns(int parallelism)
    {
        var counts = _builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64), parallelism).GroupBy(x => x).Aggregate("counts", a => a.Count(), parallelism).ToView();
        await using var run = await _builder.StartAsync(new() { EpochInterval = TimeSpan.FromMinutes(1), TracksPositions = true });

        for (var i = 0; i < 50; i++)
        {
            var result = await run.Within(run.UpdateAsync("numbers", _fixture.Log.WriterOf(Codec.Int64), i, RunFixture.Cancel));

            Assert.Equal(1, run.View(counts).Get(i));
            Assert.True(result.Epoch <= run.PublishedEpoch);
            Assert.Empty(result.Failures!);
        }
    }

    [Theory]
    [InlineData(TupleFailurePolicy.Skip)]
    [InlineData(TupleFailurePolicy.DeadLetter)]
    public async Task Update_ThatAComponentGivesUpOn_SaysSo(TupleFailurePolicy policy)
    {
        var halves = _builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64)).Shuffle().Select(x => x >= 0 ? x / 2 : throw new TestFailure($"on {x}"), policy);
        halves.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        if (policy == TupleFailurePolicy.DeadLetter) halves.DeadLetters().Ignore();
        await using var run = await _builder.StartAsync(new() { TracksPositions = true });
        var writer = _fixture.Log.WriterOf(Codec.Int64);

        var results = await run.Within(Task.WhenAll(Enumerable.Range(0, 40).Select(i => run.UpdateAsync("numbers", writer, i % 4 == 3 ? -i : i, RunFixture.Cancel))));

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(i % 4 == 3, results[i].HasFailed);
            if (!results[i].HasFailed) continue;
            var failure = Assert.Single(results[i].Failures!);
            Assert.Equal(("select-1", $"on {-i}"), (failure.Component, failure.InnerException!.Message));
        }
    }

    [Fact]
    public async Task Update_WhereNobodyCanKnow_SaysNothing()
    {
        var numbers = _builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64)).Select(x => x > 0 ? x : throw new TestFailure(), TupleFailurePolicy.Skip);
        numbers.GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        await using (var run = await _builder.StartAsync())
        {
            Assert.Null((await run.Within(run.UpdateAsync("numbers", _fixture.Log.WriterOf(Codec.Int64), -1, RunFixture.Cancel))).Failures);
            await Assert.ThrowsAsync<ArgumentException>(() => run.WaitForAsync("counts", new LogPosition(0, 0), RunFixture.Cancel));
        }
        _builder.AddSpout("others", _fixture.Log.AsSpout(Codec.Int64)).Ignore();
        await using (var run = await _builder.StartAsync(new() { TracksPositions = true }))
        {
            Assert.Null((await run.Within(run.UpdateAsync("numbers", _fixture.Log.WriterOf(Codec.Int64), -1, RunFixture.Cancel))).Failures);
        }
    }

    [Fact]
    public async Task Update_ManyFailuresAgo_IsForgotten_AndNoMemoryGrows()
    {
        _builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64)).ForEach("fail", _ => throw new TestFailure(), options: new() { OnFailure = TupleFailurePolicy.Skip });
        await using var run = await _builder.StartAsync(new() { TracksPositions = true });
        var writer = _fixture.Log.WriterOf(Codec.Int64);
        var positions = Enumerable.Range(0, 2000).Select(i => writer.Append(i)).ToList();

        await run.Within(run.WaitForAsync("numbers", positions[^1], RunFixture.Cancel));
        await run.Within(run.WaitForAsync("numbers", positions[^2], RunFixture.Cancel));
        var known = 0;
        foreach (var position in positions)
        {
            var failures = (await run.Within(run.WaitForAsync("numbers", position, RunFixture.Cancel))).Failures;
            Assert.True(failures is null or [_], "a failure that is forgotten was taken for none"); // each of them failed
            known += failures?.Count ?? 0;
        }
        Assert.Equal(256, known);
    }

    [Fact]
    public async Task Update_BeforeARestart_IsNotTakenForOneWithoutFailures()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        _builder.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).Select(x => x >= 0 ? x : throw new TestFailure(), TupleFailurePolicy.Skip)
            .GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        var options = new SpeedLayerOptions
        {
            Checkpoints = CheckpointStore.InMemory(), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) }, TracksPositions = true,
        };
        var writer = fixture.Log.WriterOf(Codec.Int64);
        await using (var run = await _builder.StartAsync(options))
        {
            Assert.True((await run.Within(run.UpdateAsync("numbers", writer, -1, RunFixture.Cancel))).HasFailed);
            fixture.Disk.Fail(StorageOperation.Sync);
            var withdrawn = run.UpdateAsync("numbers", writer, 1, RunFixture.Cancel);
            await run.Until(() => run.Restarts == 1);
            Assert.Throws<LogWriteException>(() => writer.Append(9));
            await Assert.ThrowsAsync<LogWriteException>(async () =>
            {
                await run.Within(run.UpdateAsync("numbers", writer, 2, RunFixture.Cancel));
                await run.Within(withdrawn);
            });

            Assert.Null((await run.Within(run.WaitForAsync("numbers", new(0, 0), RunFixture.Cancel))).Failures);
            Assert.Empty((await run.Within(run.UpdateAsync("numbers", writer, 3, RunFixture.Cancel))).Failures!);
        }
        await using var next = await _builder.StartAsync(options);

        Assert.Null((await next.Within(next.WaitForAsync("numbers", new(0, 0), RunFixture.Cancel))).Failures);
        Assert.True((await next.Within(next.UpdateAsync("numbers", writer, -4, RunFixture.Cancel))).HasFailed);
    }

    [Fact]
    public async Task Update_OfAnotherLogThanTheSpoutReads_IsRefused()
    {
        _builder.AddSpout("numbers", _fixture.Log.AsSpout(Codec.Int64)).Ignore();
        await using var run = await _builder.StartAsync();
        using var other = new LogFixture();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => run.UpdateAsync("numbers", other.Log.WriterOf(Codec.Int64), 1, RunFixture.Cancel));

        Assert.Contains(other.Log.Id, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Log.EndOffset(0));
    }

    [Fact]
    public async Task Update_WhoseEventIsWithdrawn_SaysSo_ThoughItsOffsetIsCommitted()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var counts = _builder.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int64)).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) } };
        await using var run = await _builder.StartAsync(options);
        var writer = fixture.Log.WriterOf(Codec.Int64);
        fixture.Disk.Fail(StorageOperation.Sync);

        var first = run.UpdateAsync("numbers", writer, 1, RunFixture.Cancel);
        await run.Until(() => run.Restarts == 1);
        Assert.Throws<LogWriteException>(() => writer.Append(9)); // the next appender is told
        await run.Within(run.UpdateAsync("numbers", writer, 2, RunFixture.Cancel));

        var fault = await Assert.ThrowsAsync<LogWriteException>(() => run.Within(first));
        Assert.True(fault.IsWithdrawn);
        Assert.Equal([2], run.View(counts).Content().Keys);
    }
}
