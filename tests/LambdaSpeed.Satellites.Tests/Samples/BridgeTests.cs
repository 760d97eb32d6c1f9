using System.Globalization;
using Bridge;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Npgsql;
using StackExchange.Redis;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Samples;

/// <summary>The sample between a broker and a database.</summary>
public sealed class BridgeTests(Servers servers) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-bridge-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Stopped and started again, with messages in between: each is counted once, in both views.</summary>
    [Theory]
    [InlineData("postgresql")]
    [InlineData("redis")]
    public async Task EachMessage_IsCountedOnce_AcrossStarts(string store)
    {
        var broker = await servers.ConnectionAsync("rabbitmq");
        var database = await servers.ConnectionAsync(store);
        var streams = Enumerable.Range(0, 2).Select(i => $"bridge-{Guid.NewGuid():N}-{i}").ToList();
        string[] source = ["--rabbitmq", broker, "--stream", .. streams];
        string[] bridge = [.. source, $"--{store}", database, "--data", _directory.FullName, "--until-idle", "5"];
        try
        {
            await RunAsync([.. source, "--produce", "2000", "--rate", "1000000"]);
            Assert.Contains("2,000", await RunAsync(bridge), StringComparison.Ordinal);
            Assert.Equal((2000, 2000), await CountsAsync(store, database));

            await RunAsync([.. source, "--produce", "501", "--rate", "1000000"]);
            Assert.Contains("Reading", await RunAsync(bridge), StringComparison.Ordinal);
            Assert.Equal((2501, 2501), await CountsAsync(store, database));
        }
        finally
        {
            await using var publisher = await RabbitPublisher.ConnectAsync(broker);
            await publisher.DeleteAsync(streams);
            await CountsAsync(store, database, isLast: true);
        }
    }

    /// <summary>It makes the streams that are missing, and takes those that are there as they are.</summary>
    [Fact]
    public async Task Bridge_MayStartBeforeTheProducer()
    {
        var broker = await servers.ConnectionAsync("rabbitmq");
        var database = await servers.ConnectionAsync("redis");
        var streams = Enumerable.Range(0, 2).Select(i => $"bridge-{Guid.NewGuid():N}-{i}").ToList();
        string[] source = ["--rabbitmq", broker, "--stream", .. streams];
        string[] bridge = [.. source, "--redis", database, "--data", _directory.FullName];
        await using var publisher = await RabbitPublisher.ConnectAsync(broker);
        try
        {
            await publisher.DeclareAsync(streams[1], new() { ["x-queue-type"] = "stream", ["x-max-length-bytes"] = 100_000_000 });
            await RunAsync([.. bridge, "--seconds", "1"]);
            await RunAsync([.. source, "--produce", "10"]);
            await RunAsync([.. bridge, "--until-idle", "5"]);
            Assert.Equal((10, 10), await CountsAsync("redis", database));
        }
        finally
        {
            await publisher.DeleteAsync(streams);
            await CountsAsync("redis", database, isLast: true);
        }
    }

    [Fact]
    public async Task Topic_IsBridgedToo()
    {
        await using var topic = await KafkaHarness.NewAsync();
        var database = await servers.ConnectionAsync("redis");
        string[] source = ["--kafka", topic.BootstrapServers, "--topic", topic.Topic];
        try
        {
            await RunAsync([.. source, "--produce", "700", "--rate", "1000000"]);
            Assert.Contains("700", await RunAsync([.. source, "--redis", database, "--data", _directory.FullName, "--until-idle", "6"]), StringComparison.Ordinal);
            Assert.Equal((700, 700), await CountsAsync("redis", database));
        }
        finally
        {
            await CountsAsync("redis", database, isLast: true);
        }
    }

    [Theory]
    [InlineData("either --rabbitmq or --kafka", "--stream", "x", "--redis", "localhost")]
    [InlineData("either --postgresql or --redis", "--rabbitmq", "amqp://localhost", "--stream", "x")]
    [InlineData("--topic belong", "--kafka", "localhost", "--redis", "localhost")]
    [InlineData("amqp://", "--rabbitmq", "localhost:5672", "--stream", "x", "--redis", "localhost")]
    public async Task WrongCommandLine_IsToldWhatIsWrong(string told, params string[] args)
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(2, await BridgeApp.RunAsync(args, TextWriter.Null, error, RunFixture.Cancel));
        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Assert.True(await BridgeApp.RunAsync(args, output, error, RunFixture.Cancel) == 0, error.ToString());
        return output.ToString();
    }

    /// <summary>How many messages the two views hold; takes them away when that is the last thing to be read.</summary>
    private static async Task<(long Paths, long Minutes)> CountsAsync(string store, string database, bool isLast = false) => store == "redis"
        ? (await HashAsync(database, "views_per_path", isLast), await HashAsync(database, "views_per_minute", isLast))
        : (await TableAsync(database, "views_per_path", isLast), await TableAsync(database, "views_per_minute", isLast));

    private static async Task<long> HashAsync(string configuration, string view, bool isLast)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        RedisKey key = $"lambdaspeed:{{{view}}}";
        var sum = (await connection.GetDatabase().HashGetAllAsync(key)).Sum(field => (long)field.Value);
        if (isLast) await connection.GetDatabase().KeyDeleteAsync([key, key.Append(":mark")]);
        return sum;
    }

    private static async Task<long> TableAsync(string connection, string view, bool isLast)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(isLast
            ? $"DROP TABLE IF EXISTS {view}; DELETE FROM lambdaspeed_marks WHERE view = '{view}'; SELECT 0::bigint"
            : $"SELECT sum(value)::bigint FROM {view}");
        return (long)(await command.ExecuteScalarAsync(RunFixture.Cancel))!;
    }
}
