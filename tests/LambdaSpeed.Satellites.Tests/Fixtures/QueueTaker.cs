using System.Globalization;
using System.Text;
using LambdaSpeed.Amqp;
using LambdaSpeed.Stomp;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Takes a queue in, as a process that is killed does: says how many messages are stored when there are more, until all are.</summary>
internal static class QueueTaker
{
    public const int Partitions = 2;

    private static readonly ReconnectPolicy _reconnecting = new()
    {
        StartPatience = TimeSpan.FromMinutes(10), // its server may be killed before it starts, and takes its time where much is going on
        LongestDelay = TimeSpan.FromSeconds(1),
    };

    /// <param name="arguments">Kind, directory of the log, URI, queue, count.</param>
    public static async Task TakeAsync(string[] arguments)
    {
        var count = long.Parse(arguments[4], CultureInfo.InvariantCulture);
        await using var log = await ReplayLog.OpenAsync(arguments[1], new() { Partitions = Partitions });
        await using var intake = await StartAsync(arguments[0], log, arguments[2], arguments[3]);
        for (var first = log.DurableOffset(0) + log.DurableOffset(1); ;)
        {
            var stored = log.DurableOffset(0) + log.DurableOffset(1);
            if (stored > first || stored >= count) Console.WriteLine(stored); // it speaks when it has got further
            if (intake.Completion.IsFaulted) await intake.Completion;
            if (stored >= count) break;
            await Task.Delay(5);
        }
        await intake.StopAsync();
    }

    /// <summary>Starts an intake of messages whose ids are known; small groups, so that many are under way when it is killed.</summary>
    public static Task<LogIntake> StartAsync(string kind, ReplayLog log, string uri, string queue)
    {
        var options = new IntakeOptions { MaxTogether = 50 };
        return kind switch
        {
            "stomp" => LogIntake.StartAsync<StompMessage, string>(
                new StompQueueSource(StompQueueHarness.OptionsOf(uri, queue) with { Reconnecting = _reconnecting }), log.WriterOf(Codec.String),
                (message, door) => door.Accept(Encoding.UTF8.GetString(message.Body.Span)), options),
            "amqp" => LogIntake.StartAsync<AmqpMessage, string>(
                new AmqpQueueSource(AmqpQueueHarness.OptionsOf(uri, queue) with { Reconnecting = _reconnecting }), log.WriterOf(Codec.String),
                (message, door) => door.Accept(Encoding.UTF8.GetString(message.Body.Span)), options),
            _ => throw new ArgumentException($"there is no kind '{kind}'", nameof(kind)),
        };
    }

    /// <summary>All texts of a log.</summary>
    public static List<string> TextsOf(ReplayLog log)
    {
        var texts = new List<string>();
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            using var reader = log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                texts.Add(Codec.String.Read(ref bytes));
            }
        }
        return texts;
    }
}
