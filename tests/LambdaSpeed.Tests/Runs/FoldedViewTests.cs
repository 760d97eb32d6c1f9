using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

public sealed class FoldedViewTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fold_IntoAnImmutableClass_IsAccepted(bool preAggregates)
    {
        var builder = new TopologyBuilder("folded");
        var byParity = builder.AddSpout("numbers", () => new ListSpout<long>([1, 2, 3, 4, 5])).GroupBy(number => number % 2);
        var view = (preAggregates ? byParity.PreAggregate() : byParity)
            .Aggregate("extent", a => a.Fold(Extent.None, (extent, number) => extent.With(new(number, number)), (x, y) => x.With(y)))
            .ToView();

        await using var run = await builder.RunToEndAsync();

        Assert.Equal(new() { [0] = new(2, 4), [1] = new(1, 5) }, run.View(view).Content());
    }

    private sealed record Extent(long Least, long Greatest)
    {
        public static readonly Extent None = new(long.MaxValue, long.MinValue);

        public Extent With(Extent other) => new(Math.Min(Least, other.Least), Math.Max(Greatest, other.Greatest));
    }
}
