using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Stores.Contenders;
using RabbitMQ.Client;

namespace LambdaSpeed.Stores;

/// <summary>Reads of a stream by ours and by a client by hand, in interleaved rounds.</summary>
internal static class StreamReads
{
    /// <summary>How many messages the server sends ahead.</summary>
    public const int Prefetch = 2000;

    /// <summary>How many keys are counted by.</summary>
    public const int Keys = 1000;

    public static async Task<string> MeasureAsync(string uri, int messages, int rounds)
    {
        var stream = $"benchmark-{Guid.CreateVersion7():N}";
        await using var connection = await new ConnectionFactory { Uri = new(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new(true, true, null));
        await channel.QueueDeclareAsync(stream, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" });
        await PublishAsync(channel, stream, messages);
        IStreamReader[] readers = [new StreamByHand(uri, stream), new OurStream(uri, stream)];
        var table = await CompareAsync("rabbitmq stream", readers, messages, rounds);
        await channel.QueueDeleteAsync(stream, ifUnused: false, ifEmpty: false);
        return table;
    }

    /// <summary>Measures the reader by hand and ours, in this order.</summary>
    public static async Task<string> CompareAsync(string source, IStreamReader[] readers, int messages, int rounds)
    {
        var rates = readers.ToDictionary(reader => reader, _ => new List<double>());
        var bytes = readers.ToDictionary(reader => reader, _ => new List<double>());
        for (var round = 0; round <= rounds; round++) // the first one warms up
        {
            foreach (var reader in RotatedRounds.Order(readers, round))
            {
                GC.Collect();
                var before = GC.GetTotalAllocatedBytes();
                var start = Stopwatch.GetTimestamp();
                var counts = await reader.CountAsync(messages);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (counts.Count != Keys || counts.Any(pair => pair.Value != messages / Keys))
                {
                    throw new CheckFailedException($"{reader.Name} has not counted what was published");
                }
                if (round == 0) continue;
                rates[reader].Add(messages / seconds);
                bytes[reader].Add((GC.GetTotalAllocatedBytes() - before) / (double)messages);
            }
        }
        var (hand, ours) = (rates[readers[0]].Median(), rates[readers[1]].Median());
        var table = new TextTable(
            "source", "by hand, messages/s", "LambdaSpeed, messages/s", "ratio", "by hand, bytes allocated a message", "LambdaSpeed, bytes");
        table.Add(
            source, Text(hand), Text(ours), (ours / hand).ToString("0.00", CultureInfo.InvariantCulture),
            Text(bytes[readers[0]].Median()), Text(bytes[readers[1]].Median()));
        return table.ToString();
    }

    private static async Task PublishAsync(IChannel channel, string stream, int messages)
    {
        var owed = new List<Task>();
        for (var i = 0; i < messages; i++)
        {
            var body = new byte[100];
            BitConverter.TryWriteBytes(body, (long)(i % Keys));
            owed.Add(channel.BasicPublishAsync("", stream, body).AsTask());
            if (owed.Count < 1000 && i < messages - 1) continue;
            await Task.WhenAll(owed);
            owed.Clear();
        }
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
