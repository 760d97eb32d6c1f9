using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>What fails as ordered is a source of an intake while it does not, and an intake of one that fails stores each message
/// once.</summary>
public sealed class FlakyIntakeSourceTests : IDisposable
{
    private const int Messages = 1500;

    private static readonly IntakeAnswer _stored = IntakeAnswer.Acknowledged([new LogPosition(0, 0)]);

    private readonly LogFixture _fixture = new(new() { Partitions = 2, Durability = LogDurability.None });

    public static TheoryData<string> Clauses => [.. IntakeContract.Clauses];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Source_WhileItDoesNotFail_KeepsItsContract(string clause)
    {
        await using var harness = new QueueHarness(inner => new FlakyIntakeSource<string>(inner));
        await IntakeContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task SourceThatDoesNotRedeliver_WhileItDoesNotFail_KeepsItsContract(string clause)
    {
        await using var harness = new ChannelHarness();
        await IntakeContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    /// <summary>Connections are refused and lost, answers fail on either side of their effect, deliveries come twice: the log has each
    /// message once, and a view over it counts each once.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Intake_OfASourceThatFailsAtRandom_StoresEachMessageOnce(int seed)
    {
        await using var queue = new QueueHarness();
        var source = new FlakyIntakeSource<string>(queue.Open())
        {
            Opens = FaultPlan.Random(seed, 0.4), Deliveries = FaultPlan.Random(seed, 0.03), Answers = FaultPlan.Random(seed, 0.1),
        };
        for (var i = 0; i < Messages; i++) await queue.SendAsync($"{i}", i % 10 == 3 ? "!" : $"{i}", RunFixture.Cancel);
        var (intakes, duplicates) = (0, 0L);
        for (; queue.Unanswered > 0; intakes++)
        {
            Assert.True(intakes < 100, $"{queue.Unanswered} messages are not answered by {intakes} intakes");
            duplicates += await TakeInAsync(source, queue);
        }
        Assert.True(duplicates > 20, $"only {duplicates} duplicates");
        Assert.True(queue.Delivered > Messages + 100, $"only {queue.Delivered} deliveries of {Messages} messages");
        Assert.True(source.Opens.Calls > 10 && source.Answers.Faults > 50, $"{source.Opens.Calls} openings, {source.Answers.Faults} lost answers");
        await RequireStoredOnceAsync();
    }

    [Fact]
    public async Task FirstOpening_ThatFails_FailsTheIntake_AndLaterOnesAreTriedAgain()
    {
        await using var queue = new QueueHarness();
        var source = new FlakyIntakeSource<string>(queue.Open())
        {
            Opens = new(opening => opening is 0 or 2 or 3 ? InjectedFault.Before : InjectedFault.None),
            Deliveries = new(delivery => delivery == 1 ? InjectedFault.TimeOut : InjectedFault.None),
        };
        for (var i = 0; i < 3; i++) await queue.SendAsync($"{i}", $"{i}", RunFixture.Cancel);
        await using (var first = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel))
        {
            await Assert.ThrowsAsync<InjectedFaultException>(() => first.MoveNextAsync().AsTask());
        }
        Assert.Equal(SourceState.Closed, source.Description.State);

        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        Assert.True(await read.MoveNextAsync());
        var lost = read.Current;
        Assert.True(await read.MoveNextAsync()); // by the next connection, which delivers again
        Assert.Equal(("0", "0", 5L), (lost.MessageId, read.Current.MessageId, source.Opens.Calls));
        Assert.Equal((SourceState.Reading, null), (source.Description.State, source.Description.Failure));
        await Assert.ThrowsAsync<InjectedFaultException>(() => lost.AcknowledgeAsync(_stored).AsTask());
        Assert.Equal(3, queue.Unanswered);
        await read.Current.AcknowledgeAsync(_stored);
        Assert.Equal(2, queue.Unanswered);
    }

    [Fact]
    public async Task Answers_FailInEachOfTheWays()
    {
        await using var queue = new QueueHarness();
        var source = new FlakyIntakeSource<string>(queue.Open()) { Answers = FaultPlan.First(3) };
        await queue.SendAsync("0", "0", RunFixture.Cancel);
        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        Assert.True(await read.MoveNextAsync());
        await Assert.ThrowsAsync<InjectedFaultException>(() => read.Current.AcknowledgeAsync(_stored).AsTask());
        await Assert.ThrowsAsync<TaskCanceledException>(() => read.Current.RejectAsync("no").AsTask());
        Assert.Equal(1, queue.Unanswered);
        await Assert.ThrowsAsync<InjectedFaultException>(() => read.Current.RejectAsync("no").AsTask());
        Assert.Equal(0, queue.Unanswered);
    }

    [Fact]
    public async Task Delivery_ThatComesTwice_IsAnsweredToItsSourceOnce()
    {
        await using var queue = new QueueHarness();
        var source = new FlakyIntakeSource<string>(queue.Open()) { Deliveries = new(_ => InjectedFault.After) };
        await queue.SendAsync("0", "text", RunFixture.Cancel);
        await using var read = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        for (var time = 0; time < 2; time++)
        {
            Assert.True(await read.MoveNextAsync());
            Assert.Equal(("0", "text"), (read.Current.MessageId, read.Current.Message));
            await read.Current.AcknowledgeAsync(_stored); // the queue throws on a second answer
            Assert.Equal(0, queue.Unanswered);
        }
    }

    /// <summary>One intake, until it fails or all is answered; gives how many duplicates it has known.</summary>
    private async Task<long> TakeInAsync(FlakyIntakeSource<string> source, QueueHarness queue)
    {
        await using var intake = await LogIntake.StartAsync<string, string>(
            source, _fixture.Log.WriterOf(Codec.String), (message, door) =>
            {
                if (message == "!") door.Reject("it is '!'");
                else door.Accept(message);
            }, new() { MaxTogether = 16 }, RunFixture.Cancel);
        var start = TimeProvider.System.GetTimestamp();
        var (answered, quiet) = (0L, 0);
        while (!intake.Completion.IsCompleted && queue.Unanswered > 0 && quiet < 20) // what is left then comes by another connection
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < RunFixture.Patience, $"the intake says {intake.Describe()}");
            await Task.Delay(5, RunFixture.Cancel);
            (quiet, answered) = Answered() is var now && now == answered ? (quiet + 1, answered) : (0, now);
        }
        var description = intake.Describe();
        if (intake.Completion.Exception?.InnerException is { } failure) Assert.IsType<IntakeException>(failure);
        return description.Duplicates;

        long Answered() => intake.Describe() is var found ? found.Stored + found.Duplicates + found.Rejected : 0;
    }

    private async Task RequireStoredOnceAsync()
    {
        _fixture.Log.Sync();
        var builder = new TopologyBuilder("stored");
        var counts = builder.AddSpout("texts", _fixture.Log.AsSpout(Codec.String, new LogSpoutOptions { UntilEnd = true }))
            .GroupBy(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();
        Assert.Equal(Enumerable.Range(0, Messages).Where(i => i % 10 != 3).ToDictionary(i => (long)i, _ => 1L), run.View(counts).Content());
    }
}
