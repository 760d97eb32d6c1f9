using Xunit;

namespace LambdaSpeed.Tests.Runs;

public sealed class QuerySyntaxTests
{
    [Fact]
    public async Task Query_WhereSelectFromFromGroup_EqualsLinq()
    {
        string[] lines = ["one two", "two three three", "", "four"];
        var builder = new TopologyBuilder("query");
        var source = builder.AddSpout("lines", Spouts.FromArray(lines));

        var view = (from line in source
                    where line.Length > 0
                    from word in line.Split(' ')
                    select word.ToUpperInvariant() into shouted
                    group shouted.Length by shouted[0] into letter
                    select letter.Sum(length => length)).ToView("letters");

        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: TestContext.Current.CancellationToken);
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        var expected = from line in lines
                       where line.Length > 0
                       from word in line.Split(' ')
                       select word.ToUpperInvariant() into shouted
                       group shouted.Length by shouted[0] into letter
                       select KeyValuePair.Create(letter.Key, (long)letter.Sum(length => length));
        Assert.Equal(expected.OrderBy(pair => pair.Key), run.View(view).All().OrderBy(pair => pair.Key));
    }
}
