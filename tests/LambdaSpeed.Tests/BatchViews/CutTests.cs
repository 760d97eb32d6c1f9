using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

public sealed class CutTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 5, TimeSpan.FromHours(2));

    [Fact]
    public void Json_IsTheOneThatIsDocumented()
    {
        var cut = new Cut(new(42), [new("hits", "log-7", [new(1, 20), new(0, 10)]), new("clicks", null, [])], Noon);

        Assert.Equal(
            """
            {"format":1,"epoch":42,"watermark":"2026-03-01T10:00:00.0050000Z","sources":[{"name":"clicks","positions":{}},{"name":"hits","log":"log-7","positions":{"0":10,"1":20}}]}
            """,
            cut.ToJson());
    }

    [Fact]
    public void Json_ComesBack_WhateverIsAddedToIt()
    {
        var cut = new Cut(new(42), [new("hits", "log-7", [new(1, long.MaxValue), new(0, 10)]), new("\"ß\n", null, [new(3, 0)])], Noon);

        Assert.Equal(cut, Cut.FromJson(cut.ToJson()));
        Assert.Equal(cut, Cut.FromJson(cut.ToJson().Replace("{\"format\":1", "{\"note\":[1],\"format\":1", StringComparison.Ordinal)));
        Assert.Equal(new Cut(new(1), []), Cut.FromJson("""{"format":1,"epoch":1,"watermark":null,"sources":[]}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"epoch":1,"sources":[]}""")]
    [InlineData("""{"format":1,"epoch":"1","sources":[]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":{}}""")]
    [InlineData("""{"format":1,"epoch":1,"watermark":"soon","sources":[]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"a","positions":{"x":1}}]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"a","positions":{"0":-1}}]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"a","positions":{"0":1e30}}]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"","positions":{}}]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"a","positions":{}},{"name":"a","positions":{}}]}""")]
    [InlineData("""{"format":1,"epoch":1,"sources":[{"name":"a","positions":{"99999999999":1}}]}""")]
    public void Json_ThatIsNoCut_IsRefused(string json) => Assert.Throws<FormatException>(() => Cut.FromJson(json));

    [Fact]
    public void Covers_ComparesEachPartitionOfEachSource()
    {
        var cut = Of(("hits", "a", 5, 7));

        Assert.True(cut.Covers(cut));
        Assert.True(cut.Covers(Of(("hits", "a", 5, 6))));
        Assert.False(cut.Covers(Of(("hits", "a", 6, 0))));
        Assert.False(cut.Covers(Of(("hits", "b", 1, 1))));
        Assert.False(cut.Covers(Of(("clicks", "a", 1, 1))));
        Assert.True(cut.Covers(new Cut(new(1), [])));
        Assert.True(cut.Covers(new Cut(new(1), [new("hits", "a", [new(9, 0)])])));
    }

    private static Cut Of(params (string Name, string Log, long First, long Second)[] sources) =>
        new(new(1), sources.Select(source => new CutSource(source.Name, source.Log, [new(0, source.First), new(1, source.Second)])));
}
