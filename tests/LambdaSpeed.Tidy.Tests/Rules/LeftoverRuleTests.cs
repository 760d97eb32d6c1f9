using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class LeftoverRuleTests
{
    [Theory]
    [InlineData("// TO", "DO: later")]
    [InlineData("// FIX", "ME")]
    [InlineData("throw new NotImplemented", "Exception();")]
    [InlineData("var path = \"/wo", "rk/main\";")]
    [InlineData("see /ro", "ot/notes")]
    [InlineData("at /ho", "me/someone")]
    [InlineData("https://api.nu", "get.org/v3")]
    public void Leftover_Offends(string start, string rest) =>
        LeftoverRule.Check("src/LambdaSpeed/A.cs", "class A;\n" + start + rest).ShouldOffend(2, "'");

    [Theory]
    [InlineData("// the todo list of the user")]
    [InlineData("GET https://example.org/home/index.html")]
    [InlineData("var path = \"src/work/main\";")]
    public void OrdinaryText_IsFine(string text) => Assert.Empty(LeftoverRule.Check("src/LambdaSpeed/A.cs", text));

    [Theory]
    [InlineData("src/LambdaSpeed/A.cs", true)]
    [InlineData(".ci/run", true)]
    [InlineData("tests/data/log.txt", false)]
    [InlineData("docs/picture.png", false)]
    public void Texts_AreRead(string path, bool isRead) => Assert.Equal(isRead, LeftoverRule.Reads(path));
}
