using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Adding allocates nothing once a sketch has its full size.</summary>
[Collection(nameof(QuietCollection))]
public sealed class SketchAllocationTests
{
    private const int Items = 200_000;

    private readonly KllSketch<double> _kll = new();

    [Fact]
    public void Add_ToGrownSketches_AllocatesNothing()
    {
        HllSketch hll4 = new(width: HllWidth.Bits4), hll6 = new(width: HllWidth.Bits6), hll8 = new();
        AssertQuiet(hll8.Add);
        AssertQuiet(hll6.Add);
        AssertQuiet(hll4.Add, most: 200); // a new table for exceptions, each time its lowest register rises
        AssertQuiet(new PostgresHll().Add);
        AssertQuiet(new ThetaSketch().Add);
        AssertQuiet(item => _kll.Add(item), most: 100); // a level, each time the stream has doubled
        AssertQuiet(new CountMinSketchAdding().Add);
        AssertQuiet(new FrequentItemsSketch<long>().Add);
        AssertQuiet(BloomFilter.ForItems(Items).Add);
        AssertQuiet(new ReservoirSample<long>(100).Add);
        var digest = new TDigest();
        AssertQuiet(item => digest.Add((double)item));
    }

    [Fact]
    public void Add_Texts_AllocatesNothing()
    {
        var texts = Enumerable.Range(0, 1000).Select(i => $"item {i}, grüßt").ToArray();
        var (hll, theta, bloom, counts, frequent) =
            (new HllSketch(), new ThetaSketch(), BloomFilter.ForItems(1000), new CountMinSketch(4, 100), new FrequentItemsSketch<string>());
        AssertQuiet(item =>
        {
            var text = texts[(int)(item % 1000)];
            hll.Add(text);
            theta.Add(text);
            bloom.Add(text);
            counts.Add(text);
            frequent.Add(text);
        });
    }

    private static void AssertQuiet(Action<long> add, double most = 0)
    {
        for (var i = 0; i < Items; i++) add(i);

        var least = long.MaxValue; // the runtime itself may allocate on the thread once; what adding allocates comes every time
        for (var attempt = 1; attempt <= 3 && least > most * 1000; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = attempt * Items; i < (attempt + 1) * Items; i++) add(i);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(least, 0, most * 1000);
    }

    private sealed class CountMinSketchAdding
    {
        private readonly CountMinSketch _sketch = new(5, 1000);

        public void Add(long item) => _sketch.Add(item);
    }
}
