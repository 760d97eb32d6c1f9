using Samples.Shared;

namespace Bridge;

/// <summary>What the command line says.</summary>
public sealed record BridgeOptions
{
    public const string Help = """
        From a broker through a topology into a database: counts messages by path and by minute, exactly once, and shows a live table.

        Bridge --rabbitmq URI --stream NAME … (--postgresql CONNECTION | --redis HOST:PORT) [--data DIR] [--seconds N | --until-idle N]
        Bridge --rabbitmq URI --stream NAME … --produce N [--rate N]

          --rabbitmq    the server, as amqp://user:password@host:port
          --stream      the streams that are read, each a partition; made when they do not exist and messages are produced
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

    public required Uri Broker { get; init; }

    public required IReadOnlyList<string> Streams { get; init; }

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
            args, "--rabbitmq", "--stream", "--postgresql", "--redis", "--data", "--seconds", "--until-idle", "--produce", "--rate");
        var broker = arguments.One("--rabbitmq") ?? throw new UsageException("--rabbitmq is missing: name the server.");
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new UsageException("--rabbitmq must be like amqp://user:password@host:port.");
        }
        var options = new BridgeOptions
        {
            Broker = uri,
            Streams = arguments.Many("--stream"),
            PostgreSql = arguments.One("--postgresql"),
            Redis = arguments.One("--redis"),
            Data = arguments.One("--data") ?? "bridge-data",
            Length = Seconds("--seconds"),
            Idle = Seconds("--until-idle"),
            Produced = arguments.Number("--produce", otherwise: 0, least: 1, most),
            Rate = arguments.Number("--rate", otherwise: 1000, least: 1, most),
        };
        if (options.Streams.Count == 0) throw new UsageException("--stream is missing: name one at least.");
        if (options.Produced == 0 && (options.PostgreSql is null) == (options.Redis is null))
        {
            throw new UsageException("Give either --postgresql or --redis, where the views are kept up.");
        }
        return options;

        TimeSpan? Seconds(string name) =>
            arguments.Number(name, otherwise: 0, least: 1, most) is var seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
