using System.Diagnostics;
using RabbitMQ.Client;
using Samples.Shared;

namespace Bridge;

/// <summary>Publishes messages into the streams, in turn, and makes those that do not exist.</summary>
internal static class Producer
{
    private const int Batch = 100; // messages between two looks at the clock

    public static async Task RunAsync(BridgeOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var paths = PathsOfAnAccessLog();
        await using var connection = await new ConnectionFactory { Uri = options.Broker }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        foreach (var stream in options.Streams)
        {
            await channel.QueueDeclareAsync(
                stream, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "stream" }, cancellationToken: cancellationToken);
        }
        var clock = Stopwatch.StartNew();
        var confirmed = new List<Task>();
        for (var i = 0; i < options.Produced; i++)
        {
            var hit = new Hit(paths[i % paths.Count], DateTimeOffset.UtcNow);
            confirmed.Add(channel.BasicPublishAsync(
                "", options.Streams[i % options.Streams.Count], mandatory: true, new BasicProperties { Persistent = true }, hit.ToBytes(),
                cancellationToken).AsTask());
            if (i % Batch != Batch - 1) continue;

            await Task.WhenAll(confirmed);
            confirmed.Clear();
            var ahead = TimeSpan.FromSeconds((i + 1) / (double)options.Rate) - clock.Elapsed;
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, cancellationToken);
        }
        await Task.WhenAll(confirmed);
        await output.WriteLineAsync($"{options.Produced} messages published");
    }

    private static List<string> PathsOfAnAccessLog()
    {
        const int path = 4; // the column
        using var reader = new StreamReader(new InputFile(InputFiles.Bundled("nasa-access-excerpt.tsv.gz"), "excerpt").Open());
        reader.ReadLine(); // names the columns
        var paths = new List<string>();
        while (reader.ReadLine() is { } line) paths.Add(line.Split('\t')[path]);
        return paths;
    }
}
