using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>A member of a group that puts out what it reads, into another topic.</summary>
internal static class KafkaRelay
{
    public static TopologyBuilder Of(string name, KafkaOptions source, string target, Action<long> meet)
    {
        var builder = new TopologyBuilder(name);
        builder.AddSpout("numbers", KafkaTopic.Read(source, KafkaHarness.Decode))
            .Select(number =>
            {
                meet(number);
                return number;
            })
            .ToOutlet("out", KafkaTopic.Write(KafkaOutputs.OptionsOf(source.BootstrapServers, target)), Codec.Int64.Write);
        return builder;
    }

    /// <summary>Runs one in a process of its own, until it is killed; says how many epochs are published.</summary>
    public static async Task RelayAsync(string[] arguments)
    {
        var builder = Of("child", KafkaMembers.SharedOf(arguments[0], arguments[1]), arguments[2], KafkaOutputs.Slowly);
        var options = new SpeedLayerOptions { Checkpoints = RocksDbHarness.StoreAt(arguments[3]), EpochTuples = 300 };
        await using var run = await SpeedLayer.StartAsync(builder.Build(), options);
        while (!run.Completion.IsCompleted)
        {
            Console.WriteLine(run.PublishedEpoch.Number);
            await Task.Delay(5);
        }
        await run.Completion;
    }
}
