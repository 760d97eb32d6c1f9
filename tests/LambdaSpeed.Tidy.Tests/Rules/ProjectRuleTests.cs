using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class ProjectRuleTests
{
    [Theory]
    [InlineData("LambdaSpeed", 0)]
    [InlineData("LambdaSpeed.Redis", 1)]
    public void Satellite_SeesTheCoreAlone(string reference, int offences) =>
        Assert.Equal(offences, Check($"<ItemGroup><ProjectReference Include=\"..\\{reference}\\{reference}.csproj\" /></ItemGroup>", []).Count);

    [Fact]
    public void Package_HasReadmeAndApiFiles()
    {
        const string Packed = "<PropertyGroup><IsPackable>true</IsPackable></PropertyGroup>";

        Assert.Equal(3, Check(Packed, []).Count);
        Assert.Empty(Check(Packed, ["README.md", "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"]));
    }

    private static List<Offence> Check(string content, string[] files) =>
        [.. ProjectRule.Check("src/LambdaSpeed.Kafka/LambdaSpeed.Kafka.csproj", $"<Project>{content}</Project>",
            path => files.Contains(path.Split('/')[^1]))];
}
