using LambdaSpeed.Tests.Storage;
using Xunit;
using static LambdaSpeed.Tests.Intake.IntakeFixture;

namespace LambdaSpeed.Tests.Intake;

/// <summary>Append, make durable, acknowledge; what is known is not stored again, and what is not let in never.</summary>
public sealed class LogIntakeTests
{
    private static readonly IntakeOptions Hasty = new() { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_IsStored_AndAnsweredWithItsPlace()
    {
        using var fixture = new IntakeFixture();

        var counts = await fixture.TakeInAsync(null, Message("a"), Message("b"));

        Assert.Equal(["a", "b"], fixture.Stored());
        Assert.Equal([new LogPosition(0, 0), new LogPosition(0, 1)], fixture.Broker.Answers.Select(each => Assert.Single(each.Answer.Positions)));
        Assert.Equal((2, 2, 0, 0), (counts.Received, counts.Stored, counts.Outstanding, counts.Rejected));
        Assert.Equal(2, counts.KnownMessages);
    }

    [Fact]
    public async Task Acknowledgement_ComesAfterTheSync_AndManyShareOne()
    {
        using var fixture = new IntakeFixture();
        var answersAtSync = new List<int>();
        fixture.Files.Disk.BeforeSync = () => answersAtSync.Add(fixture.Broker.Answers.Count);

        await fixture.TakeInAsync(null, [.. Enumerable.Range(0, 500).Select(i => Message($"{i}"))]);

        Assert.Equal([0], answersAtSync);
        Assert.Equal(500, fixture.Broker.Answers.Count);
        fixture.Files.CrashAndReopen(seed: 1);
        Assert.Equal(500, fixture.Stored().Count);
    }

    [Fact]
    public async Task Rejected_IsAnswered_AndNeverStored()
    {
        using var fixture = new IntakeFixture();

        var counts = await fixture.TakeInAsync(null, Message("a"), new BrokerMessage("b"), Message("c"));

        Assert.Equal([IntakeOutcome.Stored, IntakeOutcome.Rejected, IntakeOutcome.Stored], fixture.Outcomes);
        Assert.Equal("nothing in it", fixture.Broker.Answers[1].Answer.Reason);
        Assert.Equal(["a", "c"], fixture.Stored());
        Assert.Equal(1, counts.Rejected);
    }

    [Theory]
    [InlineData("throws", "InvalidOperationException: broken")]
    [InlineData("decides nothing", "neither accepted nor rejected")]
    [InlineData("accepts, then rejects", "changed my mind")]
    [InlineData("accepts, then throws", "InvalidOperationException: half way")]
    [InlineData("too large", "larger than MaxRecordBytes")]
    [InlineData("too many", "more than 10000 records")]
    public async Task Door_ThatDoesNotAccept_Rejects(string what, string reason)
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.Add(Message("a"), Message(what), Message("z"));
        await using var intake = await fixture.StartAsync(door: (message, door) =>
        {
            if (message.Id == what) Misbehave(what, door);
            else door.Accept(message.Records[0]);
        });
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);

        Assert.Contains(reason, fixture.Broker.Answers[1].Answer.Reason, StringComparison.Ordinal);
        Assert.Equal(["a", "z"], fixture.Stored());
    }

    [Fact]
    public async Task Door_UsedAfterItsCall_SaysSo()
    {
        using var fixture = new IntakeFixture();
        IntakeDoor<(string, string)>? kept = null;
        fixture.Broker.Add(Message("a"));
        await using var intake = await fixture.StartAsync(door: (_, door) => (kept = door).Reject("no"));
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);

        Assert.Throws<InvalidOperationException>(() => kept!.Accept(("", "late")));
    }

    [Fact]
    public async Task Redelivered_IsAcknowledged_AndNotStoredAgain()
    {
        using var fixture = new IntakeFixture();
        await fixture.TakeInAsync(null, Message("a"), Message("b"));
        fixture.Files.CrashAndReopen(seed: 2);

        var counts = await fixture.TakeInAsync(null, Message("b"), Message("c"), Message("c"));

        Assert.Equal(["a", "b", "c"], fixture.Stored());
        Assert.Equal([IntakeOutcome.Duplicate, IntakeOutcome.Stored, IntakeOutcome.Duplicate], fixture.Outcomes.Skip(2));
        Assert.Equal([1, 2, 2], fixture.Broker.Answers.Skip(2).Select(each => each.Answer.Positions[0].Offset));
        Assert.Equal((1, 2), (counts.Stored, counts.Duplicates));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Message_WithoutId_IsStoredEachTime(string? id)
    {
        using var fixture = new IntakeFixture();

        await fixture.TakeInAsync(null, new BrokerMessage(id, ("", "a")), new BrokerMessage(id, ("", "a")));

        Assert.Equal(["a", "a"], fixture.Stored());
        using var reader = fixture.Log.OpenReader(0);
        Assert.True(reader.TryRead(out var record) && record.Headers.IsEmpty);
    }

    [Fact]
    public async Task Window_IsCountedInRecords_AlsoAfterARestart()
    {
        using var fixture = new IntakeFixture();
        var options = new IntakeOptions { Window = 3 };
        await fixture.TakeInAsync(options, [.. "abcde".Select(c => Message($"{c}"))]);
        await using (var started = await fixture.StartAsync(options)) Assert.Equal(3, started.Describe().KnownMessages);
        await fixture.TakeInAsync(options, Message("c"));
        Assert.Equal(IntakeOutcome.Duplicate, fixture.Outcomes.Last());

        await fixture.TakeInAsync(options, Message("b"));

        Assert.Equal(IntakeOutcome.Stored, fixture.Outcomes.Last());
        Assert.Equal(["a", "b", "c", "d", "e", "b"], fixture.Stored());
    }

    [Fact]
    public async Task Ids_BelongToTheirIntake()
    {
        using var fixture = new IntakeFixture();
        await fixture.TakeInAsync(new() { Name = "orders" }, Message("1"));
        await fixture.TakeInAsync(new() { Name = "orders-2" }, Message("1"));
        await fixture.TakeInAsync(new() { Name = "orders" }, Message("1"));

        Assert.Equal([IntakeOutcome.Stored, IntakeOutcome.Stored, IntakeOutcome.Duplicate], fixture.Outcomes);
    }

    [Theory]
    [InlineData("half", "surrogate")]
    [InlineData("long", "1024 bytes")]
    public async Task Id_ThatCannotBeKept_Rejects(string id, string reason)
    {
        using var fixture = new IntakeFixture();
        var message = Message(id == "long" ? new string('é', 513) : "half \ud800 a pair");

        await fixture.TakeInAsync(null, message, Message(new string('é', 512)));

        Assert.Contains(reason, fixture.Broker.Answers[0].Answer.Reason, StringComparison.Ordinal);
        Assert.Equal(IntakeOutcome.Stored, fixture.Outcomes.Last());
    }

    [Fact]
    public async Task Id_ThatCannotBeFound_Rejects()
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.IdOf = message => message.Id is "b" ? throw new KeyNotFoundException("no header 'order-id'") : message.Id;

        await fixture.TakeInAsync(null, Message("a"), Message("b"), Message("c"));

        Assert.Equal([IntakeOutcome.Stored, IntakeOutcome.Rejected, IntakeOutcome.Stored], fixture.Outcomes);
        Assert.Contains("KeyNotFoundException: no header 'order-id'", fixture.Broker.Answers[1].Answer.Reason, StringComparison.Ordinal);
        Assert.Equal(["a", "c"], fixture.Stored());
    }

    [Fact]
    public async Task Records_OfOneMessage_GoWhereTheirKeysBelong()
    {
        using var fixture = new IntakeFixture(partitions: 3);
        var message = new BrokerMessage("a", [.. Enumerable.Range(0, 20).Select(i => ($"k{i}", $"v{i}"))]);
        await fixture.TakeInAsync(null, message);

        Assert.Equal(20, Enumerable.Range(0, 3).Sum(partition => fixture.Stored(partition).Count));
        var positions = fixture.Broker.Answers[0].Answer.Positions;
        Assert.Equal([0, 1, 2], positions.Select(position => position.Partition).Order());
        Assert.All(positions, position => Assert.Equal(fixture.Log.EndOffset(position.Partition) - 1, position.Offset));
        await fixture.TakeInAsync(null, message);
        Assert.Equal(IntakeOutcome.Duplicate, fixture.Outcomes.Last());
    }

    [Fact]
    public async Task FullDisk_AcknowledgesNothing_AndGoesOnWhenThereIsRoom()
    {
        using var fixture = new IntakeFixture();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Files.Disk.Capacity = fixture.Files.Disk.UsedBytes;
        fixture.Broker.Add(Message("a"), Message("b"));
        await using var intake = await fixture.StartAsync(Hasty with { LoggerFactory = new DelayWatch(() => failed.TrySetResult()) });
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.Empty(fixture.Broker.Answers);
        Assert.Equal(2, intake.Describe().Outstanding);

        fixture.Files.Disk.Capacity = long.MaxValue;

        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
        Assert.Equal(["a", "b"], fixture.Stored());
        Assert.Equal([IntakeOutcome.Stored, IntakeOutcome.Stored], fixture.Outcomes);
        Assert.True(intake.Describe().LogFailures > 0);
    }

    [Fact]
    public async Task FailedSync_WithdrawsAndStoresAgain()
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.Add(Message("a"), Message("b"));
        fixture.Files.Disk.Fail(StorageOperation.Sync, nth: 1, times: 2); // the second one is that of the new segment's header

        await using var intake = await fixture.StartAsync(Hasty);
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);

        Assert.Equal(["a", "b"], fixture.Stored());
        fixture.Files.CrashAndReopen(seed: 3);
        Assert.Equal(["a", "b"], fixture.Stored());
        Assert.True(intake.Describe().LogFailures > 0);
    }

    [Fact]
    public async Task Stop_HasWhatIsInFlightAnswered()
    {
        using var fixture = new IntakeFixture();
        using var syncing = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        fixture.Broker.Waits = true;
        fixture.Broker.Add(Message("a"), Message("b"));
        var intake = await fixture.StartAsync();
        fixture.Files.Disk.BeforeSync = () =>
        {
            syncing.Set();
            mayEnd.Wait(Cancelled);
        };
        if (fixture.Broker.Answers.Count == 0) syncing.Wait(TimeSpan.FromSeconds(20), Cancelled);

        var stopping = intake.StopAsync(Cancelled);
        mayEnd.Set();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);

        Assert.Equal(2, fixture.Broker.Answers.Count);
        await intake.DisposeAsync();
        await intake.StopAsync(Cancelled);
        fixture.Files.Disk.BeforeSync = null;
    }

    [Fact]
    public async Task Stop_WhileTheLogFails_LeavesTheRestUnanswered_AndALaterIntakeStoresItOnce()
    {
        using var fixture = new IntakeFixture();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Broker.Waits = true;
        fixture.Broker.Add(Message("a"));
        fixture.Files.Disk.Capacity = fixture.Files.Disk.UsedBytes;
        await using var intake = await fixture.StartAsync(new() { LoggerFactory = new DelayWatch(() => failed.TrySetResult()), FirstDelay = TimeSpan.FromHours(1), LongestDelay = TimeSpan.FromHours(1) });
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);

        var fault = await Assert.ThrowsAsync<IntakeException>(() => intake.StopAsync(Cancelled));

        Assert.IsType<LogWriteException>(fault.InnerException);
        Assert.Contains("1 deliveries were not acknowledged", fault.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Broker.Answers);
        fixture.Files.Disk.Capacity = long.MaxValue;
        fixture.Broker.Waits = false;
        await fixture.TakeInAsync();
        Assert.Equal(["a"], fixture.Stored());
        Assert.Single(fixture.Broker.Answers);
    }

    [Fact]
    public async Task Source_ThatFails_EndsTheIntake_WithWhatItHadDeliveredAnswered()
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.Failure = new IOException("connection lost");
        fixture.Broker.Add(Message("a"));
        await using var intake = await fixture.StartAsync();

        var fault = await Assert.ThrowsAsync<IntakeException>(() => intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled));

        Assert.Equal("intake", fault.Intake);
        Assert.Contains("connection lost", fault.Message, StringComparison.Ordinal);
        fixture.Broker.Failure = null;
        await fixture.TakeInAsync(); // the name is free again
        Assert.Equal(["a"], fixture.Stored());
    }

    [Fact]
    public async Task Answer_ThatIsLost_IsCounted_AndTheMessageKnownAgain()
    {
        using var fixture = new IntakeFixture();
        var broker = new SimulatedBroker(new Random(1)) { LostAnswers = 1 };
        broker.Add([.. Enumerable.Range(0, 20).Select(i => Message($"{i}"))]);
        await using (var intake = await LogIntake.StartAsync<BrokerMessage, (string, string)>(broker, BrokerMessage.WriterOf(fixture.Log), BrokerMessage.Judge, cancellationToken: Cancelled))
        {
            await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
            Assert.InRange(intake.Describe().FailedAnswers, 1, 19);
        }
        broker.LostAnswers = 0;
        await using (var intake = await LogIntake.StartAsync<BrokerMessage, (string, string)>(broker, BrokerMessage.WriterOf(fixture.Log), BrokerMessage.Judge, cancellationToken: Cancelled))
        {
            await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
            Assert.Equal(20, intake.Describe().Duplicates);
        }

        Assert.Equal(20, fixture.Stored().Count);
    }

    [Fact]
    public async Task Log_ClosedFirst_SaysSo()
    {
        using var fixture = new IntakeFixture();
        var source = new ChannelIntakeSource<string>();
        await using var intake = await LogIntake.StartAsync(source, fixture.Log.WriterOf(Codec.String), cancellationToken: Cancelled);
        fixture.Log.Close();

        await Assert.ThrowsAsync<IntakeException>(() => source.SendAsync("a", cancellationToken: Cancelled));

        Assert.Contains("stop the intake first", (await Assert.ThrowsAsync<IntakeException>(() => intake.Completion)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RefusesWhatCannotBe()
    {
        using var fixture = new IntakeFixture();
        fixture.Broker.Waits = true;
        await using var running = await fixture.StartAsync();

        Assert.Contains("is running", (await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.StartAsync())).Message, StringComparison.Ordinal);
        var reader = fixture.Files.OpenToRead();
        await Assert.ThrowsAsync<InvalidOperationException>(() => LogIntake.StartAsync(new ChannelIntakeSource<string>(), reader.WriterOf(Codec.String), cancellationToken: Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.StartAsync(new() { Name = "a/b" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.StartAsync(new() { Window = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.StartAsync(new() { MaxTogether = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.StartAsync(new() { LongestDelay = TimeSpan.FromMilliseconds(1) }));
    }

    [Fact]
    public async Task Channel_AnswersEachSender()
    {
        using var fixture = new IntakeFixture();
        var source = new ChannelIntakeSource<string>();
        await using var intake = await LogIntake.StartAsync<string, string>(
            source, fixture.Log.WriterOf(Codec.String), (line, door) =>
            {
                if (line.Length == 0) door.Reject("empty");
                else door.Accept(line.ToUpperInvariant());
            }, cancellationToken: Cancelled);

        Assert.Equal("Stored at 0@0", (await source.SendAsync("a", "1", Cancelled)).ToString());
        Assert.Equal("Duplicate at 0@0", (await source.SendAsync("a", "1", Cancelled)).ToString());
        Assert.Equal("Rejected: empty", (await source.SendAsync("", "2", Cancelled)).ToString());
        var many = await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => source.SendAsync("b", $"b{i}", Cancelled)));
        Assert.Equal(5000, many.Select(answer => answer.Positions[0].Offset).Distinct().Count());
        source.Complete();
        await intake.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
    }

    private static void Misbehave(string what, IntakeDoor<(string Key, string Value)> door)
    {
        switch (what)
        {
            case "throws": throw new InvalidOperationException("broken");
            case "accepts, then rejects":
                door.Accept(("", "never"));
                door.Reject("changed my mind");
                door.Accept(("", "never"));
                break;
            case "accepts, then throws":
                door.Accept(("", "never"));
                throw new InvalidOperationException("half way");
            case "too large":
                door.Accept(("", "never"));
                door.Accept(("", new string('x', 1 << 20)));
                break;
            case "too many":
                for (var i = 0; i < 10_001; i++) door.Accept(("", "never"));
                break;
        }
    }
}
