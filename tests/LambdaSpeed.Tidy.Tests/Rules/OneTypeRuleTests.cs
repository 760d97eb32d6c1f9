using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class OneTypeRuleTests
{
    [Theory]
    [InlineData("Chunk", "class Chunk;")]
    [InlineData("IView", "interface IView<TKey, TValue>;")]
    [InlineData("Aggregates.Sketches", "partial class Aggregates;")]
    [InlineData("Decide", "delegate bool Decide(int x);")]
    [InlineData("GlobalUsings", "global using System;")]
    public void FileNamedAfterItsType_IsFine(string name, string text) =>
        Assert.Empty(OneTypeRule.Check(Snippet.One($"src/LambdaSpeed/Edges/{name}.cs", text)));

    [Fact]
    public void SecondType_Offends() =>
        OneTypeRule.Check(Snippet.InRoom("Edges", "Chunk", "class Chunk;\nenum Colour { Red }")).ShouldOffend(3, "Colour is a second type");

    [Fact]
    public void WrongName_Offends() =>
        OneTypeRule.Check(Snippet.InRoom("Edges", "Chunks", "class Chunk;")).ShouldOffend(2, "belongs into Chunk.cs");

    [Fact]
    public void FileWithoutType_Offends() => OneTypeRule.Check(Snippet.InRoom("Edges", "Chunk", "")).ShouldOffend(0, "declares no type");

    [Fact]
    public void SeveralArities_MayAddAWord() =>
        Assert.Empty(OneTypeRule.Check(Snippet.Several(
            ("src/LambdaSpeed/Components/Bolt.cs", "class Bolt<TIn, TOut>;"),
            ("src/LambdaSpeed/Components/TwoInputBolt.cs", "class Bolt<TLeft, TRight, TOut>;"))));

    [Fact]
    public void NestedTypes_AreNotCounted() =>
        Assert.Empty(OneTypeRule.Check(Snippet.InRoom("Edges", "Chunk", "class Chunk { enum Colour { Red } }")));
}
