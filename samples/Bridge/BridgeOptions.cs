using Samples.Shared;

namespace Bridge;

/// <summary>What the command line says.</summary>
public sealed record BridgeOptions
{
    public const string Help = """
        From a broker through a topology into a database: counts messages by path and by minute, exactly once, and shows a live table.

        Bridge SOURCE (--postgresql CONNECTION | --redis HOST:PORT) [--data DIR] [--seconds N | --until-idle N]
        Bridge SOURCE --produce N [--rate N]

        SOURCE is --rabbitmq URI --stream NAME …, or --kafka HOST:PORT --topic NAME

          --rabbitmq    the server, as amqp://user:password@host:port
          --stream      the streams that are read, each a partition; made when they do not exist
          --kafka       the brokers, as host:port,host:port
          --topic       the topic that is read, all partitions of it
          --postgresql  a connection string: the tables views_per_path and views_per_minute are kept up there
          --redis       host:port: the hashes lambdaspeed:{views_per_path} and lambdaspeed:{views_per_minute}
          --data        the folder of the checkpoints, by which the same command goes on where it was (default: bridge-data)
          --seconds     ends after so many seconds (default: at Ctrl-C)
          --until-idle  ends when no message has come for so many seconds
          --produce     publishes so many messages instead, whose paths are those of a small real access log, over and over
          --rate        with --produce: how many in a second (default 1000)
          --help        this text

        Exit codes: 0 done, 1 the run has failed, 2 the command line is wrong.
        """;

    /// <summary>The server of RabbitMQ; null where Kafka is read.</summary>
    public Uri? RabbitMq { get; init; }

    public required IReadOnlyList<string> Streams { get; init; }

    public string? Kafka { get; init; }

    public string? Topic { get; init; }

    public string? PostgreSql { get; init; }

    public string? Redis { get; init; }

    public required string Data { get; init; }

    public TimeSpan? Length { get; init; }

    public TimeSpan? Idle { get; init; }

    public int Produced { get; init; }

    public int Rate { get; init; }

    public static BridgeOptions Parse(string[] args)
    {
        const int most = 100_000_000;
        var arguments = new Arguments(
            args, "--rabbitmq", "--stream", "--kafka", "--topic", "--postgresql", "--redis", "--data", "--seconds", "--until-idle", "--produce", "--rate");
        var options = new BridgeOptions
        {
            RabbitMq = arguments.One("--rabbitmq") is { } server ? UriOf(server) : null,
            Streams = arguments.Many("--stream"),
            Kafka = arguments.One("--kafka"),
            Topic = arguments.One("--topic"),
            PostgreSql = arguments.One("--postgresql"),
            Redis = arguments.One("--redis"),
            Data = arguments.One("--data") ?? "bridge-data",
            Length = Seconds("--seconds"),
            Idle = Seconds("--until-idle"),
            Produced = arguments.Number("--produce", otherwise: 0, least: 1, most),
            Rate = arguments.Number("--rate", otherwise: 1000, least: 1, most),
        };
        if ((options.RabbitMq is null) == (options.Kafka is null)) throw new UsageException("Give either --rabbitmq or --kafka, which is read.");
        if (options.RabbitMq is null != (options.Streams.Count == 0)) throw new UsageException("--rabbitmq and --stream belong together.");
        if (options.Kafka is null != options.Topic is null) throw new UsageException("--kafka and --topic belong together.");
        if (options.Produced == 0 && (options.PostgreSql is null) == (options.Redis is null))
        {
            throw new UsageException("Give either --postgresql or --redis, where the views are kept up.");
        }
        return options;

        static Uri UriOf(string server) => Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps")
            ? uri
            : throw new UsageException("--rabbitmq must be like amqp://user:password@host:port.");

        TimeSpan? Seconds(string name) =>
            arguments.Number(name, otherwise: 0, least: 1, most) is var seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
