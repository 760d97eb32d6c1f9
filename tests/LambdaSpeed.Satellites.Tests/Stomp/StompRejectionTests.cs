using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Stomp;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Stomp;

/// <summary>A message that cannot be taken in is put aside by the server, and those behind it come.</summary>
public sealed class StompRejectionTests(Servers servers)
{
    [Fact]
    public async Task Message_WithLongHeaders_IsRejected_AndThoseBehindItCome()
    {
        var uri = await servers.ConnectionAsync("activemq");
        await using var harness = await StompQueueHarness.NewAsync(uri);
        await using var sender = await StompSender.ConnectAsync(uri);
        var headers = Enumerable.Range(0, 9).Select(i => ($"long{i}", new string('x', 9000)));
        await sender.SendAsync(harness.Queue, RunFixture.Cancel, [.. headers, (StompSender.IdHeader, "long")]);
        await harness.SendAsync(5);

        Assert.Equal(["0", "1", "2", "3", "4"], await TakeAsync(harness.Options, 5));
        var aside = harness.Options with { Queue = "DLQ." + harness.Queue };
        Assert.Equal(["long"], await TakeAsync(aside with { MaxHeaderBytes = 200_000 }, 1));
    }

    private static async Task<List<string?>> TakeAsync(StompQueueOptions options, int count)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        late.CancelAfter(RunFixture.Patience);
        var source = new StompQueueSource(options);
        var ids = new List<string?>();
        await foreach (var delivery in source.ReadAsync(late.Token))
        {
            ids.Add(delivery.MessageId);
            await delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
            if (ids.Count == count) return ids;
        }
        Assert.Fail($"only {ids.Count} of {count} came: {source.Description}");
        return ids;
    }
}
