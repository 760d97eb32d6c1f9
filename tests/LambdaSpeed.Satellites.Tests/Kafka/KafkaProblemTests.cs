using Confluent.Kafka;
using LambdaSpeed.Kafka;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>What errors of the client mean.</summary>
public sealed class KafkaProblemTests
{
    private static readonly Error _lostAtLogin = new(
        ErrorCode.Local_Authentication, "SASL PLAIN mechanism handshake failed: Local: Broker transport failure: broker's supported mechanisms: ");

    private static readonly Error _refused = new(ErrorCode.Local_Authentication, "SASL authentication error: wrong password");
    private static readonly Error _away = new(ErrorCode.Local_Transport, "Connect to 127.0.0.1:9 failed: Connection refused");
    private static readonly Error _allDown = new(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down");
    private static readonly KafkaOutputOptions _outputs = new() { BootstrapServers = "127.0.0.1:9", Topic = "t" };

    [Fact]
    public void Connection_ThatIsLostAtTheLogin_IsAnOutage()
    {
        var problem = KafkaProblem.Of(_outputs, new Error(ErrorCode.Local_TimedOut), trouble: _lostAtLogin, null);
        Assert.Equal((KafkaFault.Unreachable, true), (problem.Fault, problem.IsOutage));
        Assert.Equal(KafkaFault.Unreachable, KafkaProblem.Of(_outputs, _lostAtLogin, trouble: null, null).Fault);
    }

    [Fact]
    public void Credentials_ThatAreRefusedOnceARunHasStarted_AreWaitedFor()
    {
        var problem = KafkaProblem.Of(_outputs, new Error(ErrorCode.Local_TimedOut), trouble: _refused, null);
        Assert.Equal((KafkaFault.WrongCredentials, true), (problem.Fault, problem.IsOutage));
        Assert.True(problem.IsLasting); // at a start
    }

    [Fact]
    public void Trouble_IsTheNewest_ButForWhatFollowsEachOther()
    {
        Assert.True(KafkaProblem.TellsMore(_allDown, null));
        Assert.False(KafkaProblem.TellsMore(_allDown, _refused));
        Assert.True(KafkaProblem.TellsMore(_refused, _allDown));
        Assert.True(KafkaProblem.TellsMore(_away, _refused));
    }
}
