using System.Runtime.InteropServices;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>The client library's own mock cluster, in this process: it keeps messages and offsets while its brokers are down.</summary>
internal sealed class MockKafka : IDisposable
{
    private const string Library = "librdkafka";
    private const int Producer = 0;

    private readonly IntPtr _client;
    private readonly IntPtr _cluster;
    private readonly int _brokers;

    // the plain library needs one that Debian does not install; the client tries the others as well
    static MockKafka() => NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, (name, assembly, path) =>
    {
        if (name != Library) return IntPtr.Zero;
        foreach (var variant in new[] { Library, $"centos8-{Library}", $"alpine-{Library}" })
        {
            if (NativeLibrary.TryLoad(variant, assembly, path, out var handle)) return handle;
        }
        return IntPtr.Zero;
    });

    public MockKafka(int brokers = 1)
    {
        _brokers = brokers;
        var configuration = rd_kafka_conf_new();
        _ = rd_kafka_conf_set(configuration, "log_level", "0", IntPtr.Zero, 0);
        _client = rd_kafka_new(Producer, configuration, IntPtr.Zero, 0);
        _cluster = rd_kafka_mock_cluster_new(_client, brokers);
        BootstrapServers = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    public string BootstrapServers { get; }

    /// <summary>How long a group that was empty waits for more members.</summary>
    public void SetFirstJoinDelay(TimeSpan delay) => rd_kafka_mock_group_initial_rebalance_delay_ms(_cluster, (int)delay.TotalMilliseconds);

    public void CreateTopic(string topic, int partitions) =>
        Require(rd_kafka_mock_topic_create(_cluster, topic, partitions, _brokers));

    /// <summary>Has each look at a topic answer with an error of the protocol; 0 for none.</summary>
    public void SetTopicError(string topic, int error) => rd_kafka_mock_topic_set_error(_cluster, topic, error);

    /// <summary>Has the next requests of a kind answered with errors of the protocol.</summary>
    public void FailRequests(short kind, params int[] errors) =>
        Require(rd_kafka_mock_push_request_errors_array(_cluster, kind, errors.Length, errors));

    /// <summary>Closes all connections, and takes no new ones.</summary>
    public void TakeDown()
    {
        for (var broker = 1; broker <= _brokers; broker++) Require(rd_kafka_mock_broker_set_down(_cluster, broker));
    }

    public void BringUp()
    {
        for (var broker = 1; broker <= _brokers; broker++) Require(rd_kafka_mock_broker_set_up(_cluster, broker));
    }

    public void Dispose()
    {
        rd_kafka_mock_cluster_destroy(_cluster);
        rd_kafka_destroy(_client);
    }

    private static void Require(int error)
    {
        if (error != 0) throw new InvalidOperationException($"the mock cluster answers {error}");
    }

#pragma warning disable SYSLIB1054, CA2101, IDE1006 // names of the library; no unsafe code for a generator
    [DllImport(Library)]
    private static extern IntPtr rd_kafka_conf_new();

    [DllImport(Library)]
    private static extern int rd_kafka_conf_set(
        IntPtr configuration, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        IntPtr error, nint length);

    [DllImport(Library)]
    private static extern IntPtr rd_kafka_new(int type, IntPtr configuration, IntPtr error, nint length);

    [DllImport(Library)]
    private static extern void rd_kafka_destroy(IntPtr client);

    [DllImport(Library)]
    private static extern IntPtr rd_kafka_mock_cluster_new(IntPtr client, int brokers);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_cluster_destroy(IntPtr cluster);

    [DllImport(Library)]
    private static extern IntPtr rd_kafka_mock_cluster_bootstraps(IntPtr cluster);

    [DllImport(Library)]
    private static extern int rd_kafka_mock_topic_create(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replication);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_topic_set_error(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int error);

    [DllImport(Library)]
    private static extern int rd_kafka_mock_push_request_errors_array(IntPtr cluster, short kind, nint count, int[] errors);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_group_initial_rebalance_delay_ms(IntPtr cluster, int delay);

    [DllImport(Library)]
    private static extern int rd_kafka_mock_broker_set_down(IntPtr cluster, int broker);

    [DllImport(Library)]
    private static extern int rd_kafka_mock_broker_set_up(IntPtr cluster, int broker);
#pragma warning restore SYSLIB1054, CA2101, IDE1006
}
