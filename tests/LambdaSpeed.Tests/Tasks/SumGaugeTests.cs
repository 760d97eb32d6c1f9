using LambdaSpeed.Tasks;
using Xunit;

namespace LambdaSpeed.Tests.Tasks;

public sealed class SumGaugeTests
{
    private const int Chunk = 10;

    private readonly SumGauge _gauge = new(Chunk);

    [Fact]
    public void Sums_AreTriedAfterAFirstStretchOfTuples()
    {
        Assert.Equal(16, ChunksUntilSums());
    }

    [Fact]
    public void Sums_ThatStandForMany_GoOn_UntilTheyStandForFew()
    {
        ChunksUntilSums();

        Assert.True(After(tuples: 400, sums: 100));
        Assert.True(After(tuples: 300, sums: 100)); // fewer than it took to start
        Assert.False(After(tuples: 299, sums: 100));
    }

    [Fact]
    public void Sums_ThatStandForFewAtTheFirstTry_AreGivenUp()
    {
        ChunksUntilSums();

        Assert.False(After(tuples: 399, sums: 100));
    }

    [Fact]
    public void Sums_ThatWereTriedInVain_AreTriedAtDoublingDistances_UpToABound()
    {
        ChunksUntilSums();
        var distances = new List<int>();
        for (var vain = 0; vain < 10; vain++)
        {
            Assert.False(After(tuples: 100, sums: 100));
            distances.Add(ChunksUntilSums());
        }

        Assert.Equal([32, 64, 128, 256, 512, 1024, 2048, 4096, 4096, 4096], distances);
    }

    [Fact]
    public void Stretch_ThatASignalCutsShort_IsNotJudged()
    {
        ChunksUntilSums();
        _gauge.Note(5);
        _gauge.Judge(sums: 5, isCut: true);

        Assert.True(_gauge.IsSumming);
        Assert.False(After(tuples: 5, sums: 5)); // out of input: few come at a time, so sums are none
    }

    [Fact]
    public void Stretch_EndsAfterManyChunks()
    {
        ChunksUntilSums();
        var chunks = 0;
        for (; !_gauge.IsStretchOver; chunks++) _gauge.Note(Chunk);

        Assert.Equal(64, chunks);
    }

    private int ChunksUntilSums()
    {
        var chunks = 0;
        for (; !_gauge.IsSumming; chunks++) _gauge.Note(Chunk);
        return chunks;
    }

    private bool After(int tuples, int sums)
    {
        _gauge.Note(tuples);
        _gauge.Judge(sums, isCut: false);
        return _gauge.IsSumming;
    }
}
