using System.Text;
using LambdaSpeed.Checkpoints;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>What is on disks already stays readable, and what is written now is the newest format to the byte.</summary>
public sealed class CheckpointFormatTests
{
    [Theory]
    [InlineData(1)]
    public void Golden_OfEveryVersion_IsReadable(int version)
    {
        using var journal = StoreOnSimulatedDisk.With(GoldenCheckpoints.Read(version)).Store.Open("hits");

        Assert.Equal(3, journal.Incarnation);
        Assert.Equal(GoldenCheckpoints.Latest, journal.Latest!.Epoch);
        Assert.Equal(GoldenCheckpoints.Manifest(5), journal.Latest.Manifest.ToArray());
        Assert.Equal(GoldenCheckpoints.State, GoldenCheckpoints.Describe(journal));
    }

    [Fact]
    public void Golden_OfTheNewestVersion_IsWhatIsWritten()
    {
        var (golden, written) = (GoldenCheckpoints.Read((int)FilePreamble.Version), GoldenCheckpoints.Write());

        Assert.Equal(golden.Keys.Order(), written.Keys.Order());
        Assert.All(golden.Keys, name => Assert.Equal(Convert.ToHexString(golden[name]), Convert.ToHexString(written[name])));
    }

    [Fact]
    public void Commit_Bytes_AreAsDocumented()
    {
        var bytes = GoldenCheckpoints.Read(1)["changes-00000002-000001"];

        Assert.Equal("LSPDCKPT", Encoding.ASCII.GetString(bytes, 0, 8));
        Assert.Equal(1, BitConverter.ToInt32(bytes, 8));
        Assert.Equal("LSRF", Encoding.ASCII.GetString(bytes, 4096, 4));
        var second = 8192;
        Assert.Equal(1, bytes[second + 4]);
        Assert.Equal((2L, 5L), (BitConverter.ToInt64(bytes, second + 16), BitConverter.ToInt64(bytes, second + 24)));
        Assert.Equal((1L, 3L), (BitConverter.ToInt64(bytes, second + 32), BitConverter.ToInt64(bytes, second + 40)));
        Assert.Equal("05ABCD" + "0C000000" + "1400000000000000", Convert.ToHexString(bytes, second + 64, 15));
        Assert.Equal("views/hits/0", Encoding.UTF8.GetString(bytes, second + 79, 12));
    }

    [Theory]
    [InlineData("changes-00000001-000002", true)]
    [InlineData("snapshot-000000000007", true)]
    [InlineData("incarnation-00000003", true)]
    [InlineData("unfinished-00000003-000009", true)]
    [InlineData("changes-123456789-1234567", true)]
    [InlineData("changes-1-2", false)]
    [InlineData("changes-00000001", false)]
    [InlineData("snapshot-000000000007-000001", false)]
    [InlineData("snapshot-000000000007.bak", false)]
    [InlineData("snapshot--00000000007", false)]
    [InlineData("incarnation-9999999999999999", false)]
    [InlineData("lock", false)]
    public void FileNames_AreThoseThatAreWritten(string name, bool isOurs)
    {
        Assert.Equal(isOurs, CheckpointFileName.TryParse(name, out var file));
        if (isOurs) Assert.Equal(name, file.ToString());
    }
}
