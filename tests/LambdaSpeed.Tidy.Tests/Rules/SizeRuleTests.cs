using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class SizeRuleTests
{
    [Fact]
    public void LongFile_Offends()
    {
        SizeRule.Check(Snippet.One("src/LambdaSpeed/A.cs", Lines(301))).ShouldOffend(0, "301 lines");
        Assert.Empty(SizeRule.Check(Snippet.One("src/LambdaSpeed/A.cs", Lines(300))));
    }

    [Fact]
    public void LongMethod_Offends()
    {
        SizeRule.Check(Snippet.One("src/LambdaSpeed/A.cs", $"class A\n{{\nvoid M()\n{{\n{Lines(58)}}}\n}}")).ShouldOffend(3, "61 lines in one method");
        Assert.Empty(SizeRule.Check(Snippet.One("src/LambdaSpeed/A.cs", $"class A\n{{\nvoid M()\n{{\n{Lines(57)}}}\n}}")));
    }

    [Fact]
    public void LongLine_Offends() =>
        SizeRule.Check(Snippet.One("src/LambdaSpeed/A.cs", "class A;\n" + new string('/', 141))).ShouldOffend(2, "141 characters");

    [Fact]
    public void Median_IsTheMiddleFile() =>
        Assert.Equal(5, SizeRule.MedianLines(Snippet.Several(("src/P/A.cs", Lines(5)), ("src/P/B.cs", Lines(1)), ("src/P/C.cs", Lines(90)))));

    private static string Lines(int count) => string.Concat(Enumerable.Repeat(";\n", count));
}
