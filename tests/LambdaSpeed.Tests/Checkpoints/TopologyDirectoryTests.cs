using FsCheck.Xunit;
using LambdaSpeed.Checkpoints;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

public sealed class TopologyDirectoryTests
{
    [Theory]
    [InlineData("web-analytics", "web-analytics")]
    [InlineData("WordCount", "+word+count")]
    [InlineData("a/b c", "a%2fb%20c")]
    [InlineData("..", "%2e%2e")]
    [InlineData("v1.2", "v1.2")]
    [InlineData("größe", "gr%c3%b6%c3%9fe")]
    [InlineData("+%", "%2b%25")]
    [InlineData("con", "%con")]
    [InlineData("com1.x", "%com1.x")]
    [InlineData("console", "console")]
    public void Name_IsReadable(string topology, string directory) => Assert.Equal(directory, TopologyDirectory.NameOf(topology));

    [Fact]
    public void LongNames_AreShortened_AndStayApart()
    {
        var names = Enumerable.Range(0, 50).Select(i => TopologyDirectory.NameOf(new string('x', 300 + i))).ToHashSet();

        Assert.Equal(50, names.Count);
        Assert.All(names, name => Assert.InRange(name.Length, 1, 200));
    }

    [Property(MaxTest = 2000)]
    public bool Names_StayApart_OnAnyFileSystem(string left, string right)
    {
        var (first, second) = (TopologyDirectory.NameOf("x" + left), TopologyDirectory.NameOf("x" + right));
        return string.Equals(left ?? "", right ?? "", StringComparison.Ordinal) == string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
    }

    [Property(MaxTest = 500)]
    public bool Names_HaveOnlySafeSigns(string topology) =>
        TopologyDirectory.NameOf("x" + topology).All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || "-_.+%".Contains(sign));
}
