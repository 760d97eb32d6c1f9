using FsCheck;
using FsCheck.Xunit;
using LambdaSpeed.Intake;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>Which messages are known: the same by the log's tail as by having seen them stored.</summary>
public sealed class MessageWindowTests
{
    [Property(MaxTest = 60)]
    public async Task Differential_WindowReadFromTheTail_KnowsWhatTheLivingOneKnows((byte Id, bool EndsGroup)[] messages, PositiveInt size)
    {
        using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
        var options = new IntakeOptions { Window = size.Get };
        var living = MessageWindowReader.Read(fixture.Log, options);
        var group = new IntakeGroup<BrokerMessage, (string, string)>(BrokerMessage.WriterOf(fixture.Log), BrokerMessage.Judge, living, options);
        foreach (var (id, endsGroup) in messages)
        {
            group.Take(new BrokerDelivery(new SimulatedBroker(), MessageOf(id % 20)));
            if (endsGroup) await StoreAsync(group);
        }
        await StoreAsync(group);

        var read = MessageWindowReader.Read(fixture.Log, options);

        Assert.Equal(living.Count, read.Count);
        for (var id = 0; id < 20; id++) Assert.Equal(Describe(living, $"{id}"), Describe(read, $"{id}"));
    }

    [Fact]
    public void Window_ForgetsWhatLiesFartherBack()
    {
        var window = new MessageWindow(partitions: 2, records: 10);
        window.Add("a", 2, new LogPosition(0, 5));
        window.Add("a", 2, new LogPosition(1, 50));

        window.MoveTo(0, 15);
        Assert.True(window.TryFind("a", out var known) && known.IsWhole);
        window.MoveTo(0, 16);
        Assert.True(window.TryFind("a", out known) && !known.IsWhole && known.IsIn(1) && !known.IsIn(0));
        window.MoveTo(1, 61);

        Assert.False(window.TryFind("a", out _));
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void Window_OfAMessageThatCameAgain_KeepsTheNewerPlace()
    {
        var window = new MessageWindow(partitions: 1, records: 10);
        window.Add("a", 1, new LogPosition(0, 0));
        window.Add("a", 1, new LogPosition(0, 12));

        window.MoveTo(0, 13);

        Assert.True(window.TryFind("a", out var known));
        Assert.Equal([new LogPosition(0, 12)], known.Positions);
    }

    /// <summary>The same message for the same id, as sources and doors promise.</summary>
    private static BrokerMessage MessageOf(int id) =>
        new($"{id}", [.. Enumerable.Range(0, 1 + (id % 4)).Select(i => ($"k{(id * 7) + i}", $"{id}.{i}"))]);

    private static async Task StoreAsync(IntakeGroup<BrokerMessage, (string, string)> group)
    {
        Assert.Null(await group.TryStoreAsync());
        group.Clear();
    }

    private static string Describe(MessageWindow window, string id) =>
        window.TryFind(id, out var known) ? $"{known.Parts}: {string.Join(' ', known.Positions.Select(position => $"{position}").Order(StringComparer.Ordinal))}" : "unknown";
}
