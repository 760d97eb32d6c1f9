using System.Diagnostics;
using Samples.Shared;

namespace Bridge;

/// <summary>Publishes messages at a steady rate: the paths of a small real access log, over and over.</summary>
internal static class Producer
{
    private const int Batch = 100; // messages between two looks at the clock

    public static async Task RunAsync(BridgeOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var paths = PathsOfAnAccessLog();
        await using IPublisher publisher = options.RabbitMq is { } server
            ? await StreamPublisher.ConnectAsync(server, options.Streams, cancellationToken)
            : new TopicPublisher(options.Kafka!, options.Topic!);
        var clock = Stopwatch.StartNew();
        var confirmed = new List<Task>();
        for (var i = 0; i < options.Produced; i++)
        {
            confirmed.Add(publisher.PublishAsync(new Hit(paths[i % paths.Count], DateTimeOffset.UtcNow).ToBytes(), cancellationToken));
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
