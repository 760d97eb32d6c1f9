using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class NameRuleTests
{
    [Theory]
    [InlineData("class StringUtils;", "Utils")]
    [InlineData("class HelperOfTasks;", "Helper")]
    [InlineData("class EpochManager;", "Manager")]
    [InlineData("class RunImpl;", "Impl")]
    [InlineData("class TaskBase;", "Base")]
    [InlineData("class BaseTask;", "Base")]
    [InlineData("record TaskInfo;", "Info")]
    [InlineData("struct ChunkData;", "Data")]
    [InlineData("class Outer { enum CommonThings { } }", "Common")]
    public void EmptyWord_Offends(string type, string word) =>
        NameRule.Check(Snippet.InRoom("Edges", "File", type)).ShouldOffend(2, $"'{word}'");

    [Theory]
    [InlineData("class Database;")]
    [InlineData("class Baseline;")]
    [InlineData("class InformationGain;")]
    [InlineData("class Map<T>;")]
    [InlineData("class Map<TKey, T2>;")]
    public void MeaningfulName_IsFine(string type) => Assert.Empty(NameRule.Check(Snippet.InRoom("Edges", "File", type)));

    [Fact]
    public void EmptyWordInFileName_Offends() =>
        NameRule.Check(Snippet.InRoom("Edges", "EdgeHelpers", "class Edge;")).ShouldOffend(0, "'Helpers'");

    [Fact]
    public void OneLetterParameter_Offends() =>
        NameRule.Check(Snippet.InRoom("Edges", "Map", "class Map<K>;")).ShouldOffend(2, "generic parameter K");

    [Theory]
    [InlineData("_openBatchCount", "open Batch Count")]
    [InlineData("IOBatch2", "IO Batch 2")]
    [InlineData("x", "x")]
    public void Words_AreSplitAtHumps(string identifier, string words) => Assert.Equal(words.Split(' '), Syntax.WordsOf(identifier));
}
