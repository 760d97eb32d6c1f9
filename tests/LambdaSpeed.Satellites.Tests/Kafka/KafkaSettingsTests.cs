using Confluent.Kafka;
using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Settings that cannot be give one error that names the setting.</summary>
public sealed class KafkaSettingsTests
{
    private const int UnknownTopic = 3;
    private const int TopicAuthorizationFailed = 29;
    private const int GroupAuthorizationFailed = 30;
    private const int InconsistentGroupProtocol = 23;
    private const short JoinGroup = 11;

    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        var good = new KafkaOptions { BootstrapServers = "localhost:9092", Topic = "a" };
        KafkaTopic.Read(good, KafkaHarness.Decode);
        Refuses("BootstrapServers", good with { BootstrapServers = " " });
        Refuses("Topic", good with { Topic = "" });
        Refuses("Partitions", good with { Partitions = [] });
        Refuses("negative", good with { Partitions = [0, -1] });
        Refuses("twice", good with { Partitions = [1, 0, 1] });
        Refuses("QueueLength", good with { QueueLength = 0 });
        Refuses("FirstDelay", good with { Reconnecting = new() { FirstDelay = TimeSpan.Zero } });
        Refuses("LongestDelay", good with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(1) } });
        Refuses("StartPatience", good with { Reconnecting = new() { StartPatience = TimeSpan.FromDays(1) } });
        Refuses("LookInterval", good with { LookInterval = TimeSpan.Zero });
        Refuses("MirrorInterval", good with { MirrorInterval = TimeSpan.Zero });
        Refuses("StatisticsInterval", good with { StatisticsInterval = TimeSpan.FromDays(2) });
        Refuses("MirrorGroup", good with { MirrorGroup = "" });
        Refuses("Group", good with { Group = " " });
        Refuses("Partitions", good with { Group = "g", Partitions = [0] });
        Refuses("MirrorGroup", good with { Group = "g", MirrorGroup = "h" });
    }

    [Fact]
    public void ClientConfiguration_ByWhichPositionsWouldNotBeOurs_IsRefusedAtOnce()
    {
        var good = new KafkaOptions { BootstrapServers = "localhost:9092", Topic = "a" };
        Refuses("EnableAutoCommit", good with { Configure = client => client.EnableAutoCommit = true });
        Refuses("EnableAutoCommit", good with { Configure = client => client.Set("enable.auto.commit", "true") });
        Refuses("EnableAutoOffsetStore", good with { Configure = client => client.EnableAutoOffsetStore = true });
        Refuses("AutoOffsetReset", good with { Configure = client => client.AutoOffsetReset = AutoOffsetReset.Latest });
        Refuses("GroupId", good with { MirrorGroup = "g", Configure = client => client.GroupId = "h" });
        Refuses("GroupId", good with { Group = "g", Configure = client => client.GroupId = "h" });
        Refuses("EnableAutoCommit", good with { Group = "g", Configure = client => client.EnableAutoCommit = true });
        Refuses("CooperativeSticky", good with
        {
            Group = "g", Configure = client => client.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
        });
        Refuses("GroupProtocol", good with { Group = "g", Configure = client => client.GroupProtocol = GroupProtocol.Consumer });
        Refuses("GroupInstanceId", good with { Group = "g", Configure = client => client.GroupInstanceId = "i" });
    }

    [Fact]
    public void Build_WithKeysBehindAGroup_NamesTheGroupAndTheComponent()
    {
        var builder = new TopologyBuilder("topics");
        var options = new KafkaOptions { BootstrapServers = "localhost:9092", Topic = "a", Group = "billing" };
        builder.AddSpout("numbers", KafkaTopic.Read(options, Codec.Int64)).GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        var problem = Assert.Single(Assert.Throws<TopologyException>(builder.Build).Problems);
        Assert.Equal("seen", problem.Component);
        Assert.Contains("spout 'numbers', and the consumer group 'billing'", problem.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GroupAuthorizationFailed, "may not be used")]
    [InlineData(InconsistentGroupProtocol, "cooperative-sticky")]
    public async Task Group_ThatDoesNotTakeTheMember_IsNamedWithTheSetting(int error, string saying)
    {
        await using var harness = KafkaMembers.NewHarness();
        harness.Mock.FailRequests(JoinGroup, [.. Enumerable.Repeat(error, 20)]);
        await using var run = await harness.JoinAsync("first", []);
        var cause = await run.FailureAsync();
        Assert.Equal(KafkaFault.NotAllowed, cause.Fault);
        Assert.Contains(saying, cause.Message, StringComparison.Ordinal);
        Assert.Contains("Group", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatCannotBeReached_IsNamedWithTheSetting()
    {
        var options = new KafkaOptions { BootstrapServers = "127.0.0.1:9", Topic = "t", Reconnecting = new() { StartPatience = _short } };
        await FailsAsync(KafkaFault.Unreachable, options, "127.0.0.1:9", "BootstrapServers");
        await FailsAsync(
            KafkaFault.Unreachable, options with { BootstrapServers = "no.host.invalid:9092" }, "no.host.invalid", "BootstrapServers");
    }

    [Fact]
    public async Task ClientConfiguration_ThatTheClientDoesNotTake_IsNamed()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = "127.0.0.1:9", Topic = "t", Configure = client => client.Set("no.such.property", "1"),
        };
        await FailsAsync(KafkaFault.WrongConfiguration, options, "no.such.property", "Configure");
    }

    [Fact]
    public async Task Broker_ThatRefusesThePassword_IsNamedWithTheSetting()
    {
        await using var broker = new RefusingBroker();
        var options = new KafkaOptions
        {
            BootstrapServers = broker.Address, Topic = "t", Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(10) },
            Configure = RefusingBroker.Ask,
        };
        await FailsAsync(KafkaFault.WrongCredentials, options, broker.Address, "SaslPassword", RefusingBroker.Words);
    }

    [Theory]
    [InlineData(RefusingBroker.SaslHandshake)]
    [InlineData(RefusingBroker.SaslAuthenticate)]
    public async Task Broker_ThatDiesDuringTheLogin_IsNotTakenForOneThatRefusesThePassword(short request)
    {
        await using var broker = new RefusingBroker(diesAt: request);
        var options = new KafkaOptions
        {
            BootstrapServers = broker.Address, Topic = "t", Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(2) },
            Configure = RefusingBroker.Ask,
        };
        await FailsAsync(KafkaFault.Unreachable, options, broker.Address, "cannot be reached");
    }

    [Fact]
    public async Task Topic_ThatIsMissing_OrMayNotBeRead_IsNamedWithTheSetting()
    {
        await using var harness = KafkaHarness.OnMock();
        harness.Mock.SetTopicError(harness.Topic, UnknownTopic);
        await FailsAsync(KafkaFault.NoTopic, harness.Options, harness.Topic, "create it", "Topic");
        harness.Mock.SetTopicError(harness.Topic, TopicAuthorizationFailed);
        await FailsAsync(KafkaFault.NotAllowed, harness.Options, harness.Topic, "may not be read");
    }

    [Fact]
    public async Task Partitions_ThatTheTopicDoesNotHave_AreNamed()
    {
        await using var harness = await KafkaHarness.NewAsync();
        await FailsAsync(KafkaFault.FewerPartitions, harness.Options with { Partitions = [0, 5] }, harness.Topic, "Partitions");
    }

    private static void Refuses(string saying, KafkaOptions options) => Assert.Contains(
        saying,
        Assert.ThrowsAny<ArgumentException>(() => KafkaTopic.Read(options, KafkaHarness.Decode)).Message,
        StringComparison.Ordinal);

    private static async Task FailsAsync(KafkaFault fault, KafkaOptions options, params string[] saying)
    {
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => StartAsync(options));
        var cause = Assert.IsType<KafkaSourceException>(failure.InnerException);
        Assert.Equal(fault, cause.Fault);
        foreach (var word in saying) Assert.Contains(word, cause.Message, StringComparison.Ordinal);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }
}
