using Confluent.Kafka;
using LambdaSpeed;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.Redis;
using RabbitMQ.Client.Exceptions;
using Samples.Shared;

namespace Bridge;

/// <summary>A broker on one side, a database on the other, and a topology between.</summary>
public static class BridgeApp
{
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, BridgeOptions.Help, output, error, async () =>
        {
            var options = BridgeOptions.Parse(args);
            try
            {
                if (options.Produced == 0) await BridgeAsync(options, output, cancellationToken);
                else await Producer.RunAsync(options, output, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (Exception exception) when (exception
                is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException or KafkaException)
            {
                await error.WriteLineAsync($"The broker cannot be reached, or refuses: {exception.Message}");
                return ExitCode.FailedRun;
            }
            return ExitCode.Success;
        });

    private static async Task BridgeAsync(BridgeOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        if (options.PostgreSql is { } connection)
        {
            await using var paths = new PostgreSqlViewStore<string, long>(new() { ConnectionString = connection });
            await using var minutes = new PostgreSqlViewStore<DateTimeOffset, long>(new() { ConnectionString = connection });
            await BridgeAsync(options, paths, minutes, output, cancellationToken);
        }
        else
        {
            await using var paths = new RedisViewStore<string, long>(new() { Configuration = options.Redis! });
            await using var minutes = new RedisViewStore<DateTimeOffset, long>(new() { Configuration = options.Redis! });
            await BridgeAsync(options, paths, minutes, output, cancellationToken);
        }
    }

    private static async Task BridgeAsync(
        BridgeOptions options, IViewStore<string, long> paths, IViewStore<DateTimeOffset, long> minutes, TextWriter output,
        CancellationToken cancellationToken)
    {
        if (options.RabbitMq is { } server) await StreamPublisher.MakeAsync(server, options.Streams, cancellationToken);
        await using var run = await SpeedLayer.StartAsync(
            BridgeTopology.Build(options, paths, minutes), new() { Checkpoints = CheckpointStore.InDirectory(options.Data) }, cancellationToken);
        await new LiveTable(run, output).DrawAsync(options.Length, options.Idle, cancellationToken);
        await run.StopAsync(CancellationToken.None); // what was read is counted, kept, and written to the database
        await run.Completion;
    }
}
