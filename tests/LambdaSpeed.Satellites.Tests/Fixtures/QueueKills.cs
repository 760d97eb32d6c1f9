using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A queue of many messages is taken in by one process after the other, each killed, while its server is killed too.</summary>
internal static class QueueKills
{
    /// <summary>Requires that each message of the queue is stored once.</summary>
    /// <param name="kind">How the child takes it in.</param>
    /// <param name="harness">The queue, with a server of its own, and the messages in it.</param>
    /// <param name="place">URI and name of the queue.</param>
    /// <param name="messages">Their number; their ids are below it.</param>
    /// <param name="kills">How many of each.</param>
    /// <param name="seed">Of the moments.</param>
    /// <param name="output">Where it is told what was done.</param>
    public static async Task RunAsync<TMessage>(
        string kind, IntakeHarness<TMessage> harness, (string Uri, string Queue) place, int messages, int kills, int seed,
        ITestOutputHelper output)
    {
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-kills-");
        var random = LongRun.Moments(seed);
        var killing = KillServerAsync(harness, kills, LongRun.Moments(seed + 1));
        var storedAtKills = new List<long>();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                using var child = ChildProcess.ThatTakesIn(kind, folder.FullName, place.Uri, place.Queue, messages);
                await child.SpeaksAsync();
                storedAtKills.Add(await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(50, 500))));
            }
        }
        finally
        {
            await killing;
        }
        using (var last = ChildProcess.ThatTakesIn(kind, folder.FullName, place.Uri, place.Queue, messages)) await last.EndsAsync();

        long duplicates;
        await using (var log = await ReplayLog.OpenAsync(folder.FullName, new() { Partitions = QueueTaker.Partitions }, RunFixture.Cancel))
        {
            await using var rest = await QueueTaker.StartAsync(kind, log, place.Uri, place.Queue); // what came and was not answered by then
            await Task.Delay(TimeSpan.FromSeconds(1), RunFixture.Cancel);
            await rest.StopAsync(RunFixture.Cancel);
            duplicates = rest.Describe().Duplicates;
            Assert.Equal(Enumerable.Range(0, messages).Select(i => $"{i}").Order(), QueueTaker.TextsOf(log).Order());
        }
        output.WriteLine(
            $"processes killed at {string.Join(", ", storedAtKills)} messages, the server {kills} times, {duplicates} came again at last");
        folder.Delete(recursive: true);
    }

    private static async Task KillServerAsync<TMessage>(IntakeHarness<TMessage> harness, int kills, Random random)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(300, 1200), RunFixture.Cancel);
            await harness.KillServerAsync();
            await harness.StartServerAsync();
        }
    }
}
