using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class DocumentationRuleTests
{
    [Fact]
    public void UndocumentedType_Offends() =>
        DocumentationRule.CheckTypes(Snippet.InRoom("Edges", "Chunk", "public class Chunk;")).ShouldOffend(2, "no <summary>");

    [Theory]
    [InlineData("/// <summary>Some tuples.</summary>\nclass Chunk;")]
    [InlineData("/// <inheritdoc/>\nclass Chunk;")]
    [InlineData("/// <summary>Some tuples.</summary>\npartial class Chunk;\npartial class Chunk;")]
    public void DocumentedType_IsFine(string type) => Assert.Empty(DocumentationRule.CheckTypes(Snippet.InRoom("Edges", "Chunk", type)));

    [Theory]
    [InlineData("record RunOptions\n{\n    public int Limit { get; init; } = 1;\n}", 4, "Limit does not say its default")]
    [InlineData("class RunOptions;", 2, "is no record")]
    public void Options_WithoutDefaultInWords_Offend(string type, int line, string saying) =>
        DocumentationRule.CheckOptions(Snippet.InRoom("Edges", "RunOptions", type)).ShouldOffend(line, saying);

    [Theory]
    [InlineData("record RunOptions { /// <value>One.</value>\n public int Limit { get; init; } = 1; }")]
    [InlineData("record RunOptions { public required int Limit { get; init; } }")]
    [InlineData("record RunOptions { public int Twice => 2; }")]
    public void Options_ThatSayTheirDefaults_AreFine(string type) =>
        Assert.Empty(DocumentationRule.CheckOptions(Snippet.InRoom("Edges", "RunOptions", type)));

    [Fact]
    public void MutableFieldWithoutComment_Offends() =>
        DocumentationRule.CheckFields(Snippet.InRoom("Edges", "Chunk", "class Chunk\n{\n    private int _count;\n}")).ShouldOffend(4, "_count");

    [Fact]
    public void InlineArray_NeedsNoComment() =>
        Assert.Empty(DocumentationRule.CheckFields(Snippet.InRoom("Edges", "Six", "[InlineArray(6)] struct Six { private int _first; }")));

    [Theory]
    [InlineData("private int _count; // tuples held; the owner's thread")]
    [InlineData("// tuples held; the owner's thread\n    private int _count;")]
    [InlineData("private readonly int _count;")]
    [InlineData("private const int Count = 1;")]
    public void CommentedOrConstantField_IsFine(string field) =>
        Assert.Empty(DocumentationRule.CheckFields(Snippet.InRoom("Edges", "Chunk", $"class Chunk\n{{\n    {field}\n}}")));
}
