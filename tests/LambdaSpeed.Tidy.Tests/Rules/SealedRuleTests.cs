using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class SealedRuleTests
{
    [Theory]
    [InlineData("internal class Chunk;")]
    [InlineData("public record Chunk;")]
    [InlineData("sealed class Outer { private class Inner; }")]
    public void OpenClass_Offends(string type) => SealedRule.Check(Snippet.InRoom("Edges", "Chunk", type)).ShouldOffend(2, "seal it");

    [Theory]
    [InlineData("sealed class Chunk;")]
    [InlineData("abstract class Chunk;")]
    [InlineData("static class Chunk;")]
    [InlineData("record struct Chunk;")]
    [InlineData("class Chunk; sealed class SmallChunk : LambdaSpeed.Edges.Chunk;")]
    [InlineData("sealed partial class Chunk; partial class Chunk;")]
    public void DecidedClass_IsFine(string type) => Assert.Empty(SealedRule.Check(Snippet.InRoom("Edges", "Chunk", type)));
}
