using System.Text;
using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A log of version 1 as it was written once: it must be readable for ever.</summary>
public sealed class LogFormatTests
{
    private const string Meta =
        "4C534C4F474D455401000000010000000F0E0D0C0B0A0908070605040302010070009024";

    private const string Segment =
        "4C534C4F4753454701000000000000000F0E0D0C0B0A0908070605040302010000000000000000008000B796AB49DE08" +
        "FFFFFFFFFFFFFFFF0000000000000000000000000000008000000000000000000000000000000000000000003C33A5F9" +
        "4C5346313E4F008E2E0000000400000000000000000000008000B796AB49DE0800974F97AB49DE080000000000000000" +
        "28706C61696E29036B65796B657965642CFF979ABC0474696D65641F80DAC40901086B0161013102C3BC00616C6C4C53" +
        "463142562026010000000100000004000000000000008000B796AB49DE088000B796AB49DE080400000000000000004C" +
        "534631FFFB601F00000000000000000500000000000000000000000000000000000000000000000500000000000000";

    [Fact]
    public void GoldenFile_OfVersion1_IsReadable()
    {
        var disk = new SimulatedDisk();
        Put(disk.Open(), "log.meta", Meta);
        Put(disk.Open().Directory("partition-0"), "00000000000000000000.segment", Segment);
        using var log = new LogOwner(ReplayLog.Open(disk.Open(), new()));

        Assert.Equal("000102030405060708090a0b0c0d0e0f", log.Log.Id);
        Assert.Equal(Expected(), Read(log.Log));
    }

    [Fact]
    public void Writing_GivesTheGoldenFile()
    {
        var disk = new SimulatedDisk();
        Put(disk.Open(), "log.meta", Meta);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(LogFixture.Start);
        var log = ReplayLog.Open(disk.Open(), new() { TimeProvider = clock });
        Append(log);
        log.Close();

        Assert.Equal(Segment, Convert.ToHexString(disk.Peek("partition-0/00000000000000000000.segment")));
    }

    private static void Append(ReplayLog log)
    {
        log.Append("plain"u8);
        log.Append("key"u8, "keyed"u8);
        log.Append(new LogEntry("timed"u8) { Timestamp = LogFixture.Start.AddMinutes(-1) });
        log.Append(new LogEntry("k"u8, "all"u8)
        {
            Timestamp = LogFixture.Start.AddSeconds(1), Headers = [new LogHeader("a", "1"), new LogHeader("ü", "")],
        });
        log.Sync();
        log.Append(""u8);
    }

    private static string[] Expected() =>
    [
        "0 2026-01-02T03:04:05.0000000Z  plain ",
        "1 2026-01-02T03:04:05.0000000Z key keyed ",
        "2 2026-01-02T03:03:05.0000000Z  timed ",
        "3 2026-01-02T03:04:06.0000000Z k all a=1,ü=",
        "4 2026-01-02T03:04:05.0000000Z   ",
    ];

    private static List<string> Read(ReplayLog log)
    {
        var lines = new List<string>();
        using var reader = log.OpenReader(0);
        while (reader.TryRead(out var record))
        {
            var headers = record.Headers.ToArray().Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value.Span)}");
            lines.Add($"{record.Offset} {record.Timestamp.UtcDateTime:O} {Encoding.UTF8.GetString(record.Key)} " +
                $"{Encoding.UTF8.GetString(record.Value)} {string.Join(',', headers)}");
        }
        return lines;
    }

    private static void Put(LambdaSpeed.Storage.IStorage storage, string name, string hex)
    {
        using var file = storage.Create(name);
        file.Write(0, Convert.FromHexString(hex));
    }
}
