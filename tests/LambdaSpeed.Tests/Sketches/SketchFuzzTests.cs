using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>Bytes that are nearly a sketch: a typed exception or a sketch that works, and never more memory than they are worth.</summary>
public sealed class SketchFuzzTests
{
    private const int Mutations = 60;
    private const long MostBytes = 24 << 20;    // a few tables may be made on the word of a head
    private const int MostBytesForEach = 1_000; // and so much for each byte that is there

    [Theory]
    [InlineData("hll")]
    [InlineData("theta_", "theta")]
    [InlineData("kll_double", "kll_k", "kll_sketch_double")]
    [InlineData("kll_string")]
    [InlineData("frequent_long", "frequentmixed")]
    [InlineData("frequent_string")]
    [InlineData("tdigest")]
    [InlineData("countmin")]
    [InlineData("bf_", "bloom")]
    public void Read_MutatedFiles_ThrowsTypedOrWorks(params string[] families)
    {
        foreach (var vector in SketchVector.All(families).Where(vector => vector.Bytes.Length < 9000)) Fuzz(vector.Bytes, ReaderOf(families[0]));
    }

    [Fact]
    public void Read_MutatedOwnForms_ThrowsTypedOrWorks()
    {
        ThetaSketch theta = new(7);
        ReservoirSample<long> longs = new(20);
        ReservoirSample<string> texts = new(20);
        PostgresHll small = new(), large = new(new() { ExplicitLimit = 8 });
        for (var i = 0; i < 300; i++)
        {
            theta.Add(i);
            longs.Add(i);
            texts.Add($"text {i}");
            if (i < 10) small.Add(i);
            large.Add(i);
        }

        Fuzz(theta.ToBytes(), bytes => Use(ThetaSketch.Read(bytes)));
        Fuzz(longs.ToBytes(), bytes => Use(ReservoirSample<long>.Read(bytes)));
        Fuzz(texts.ToBytes(), bytes => Use(ReservoirSample<string>.Read(bytes)));
        Fuzz(small.ToBytes(), bytes => Use(PostgresHll.Read(bytes)));
        Fuzz(large.ToBytes(), bytes => Use(PostgresHll.Read(bytes)));
    }

    private static Action<byte[]> ReaderOf(string family) => family switch
    {
        "hll" => bytes =>
        {
            var sketch = HllSketch.Read(bytes);
            Assert.False(double.IsNaN(sketch.Estimate + sketch.OrderFreeEstimate));
            for (var i = 0; i < 100; i++) sketch.Add(i);
            Use(sketch.As(HllWidth.Bits4));
            Use(sketch);
        },
        "theta_" => bytes => UseTheta(CompactThetaSketch.Read(bytes)),
        "kll_double" => bytes => UseKll(KllSketch<double>.Read(bytes), i => i),
        "kll_string" => bytes => UseKll(KllSketch<string>.Read(bytes), i => $"{i}"),
        "frequent_long" => bytes => Use(FrequentItemsSketch<long>.Read(bytes)),
        "frequent_string" => bytes => Use(FrequentItemsSketch<string>.Read(bytes)),
        "tdigest" => bytes =>
        {
            var digest = TDigest.Read(bytes);
            for (var i = 0; i < 100; i++) digest.Add(i);
            Assert.InRange(digest.ValueAt(0.4), digest.Min, digest.Max);
            Assert.InRange(digest.RankOf(50), 0, 1);
            Use(digest);
        },
        "countmin" => bytes => Use(CountMinSketch.Read(bytes)),
        _ => bytes => Use(BloomFilter.Read(bytes)),
    };

    private static void Fuzz(byte[] original, Action<byte[]> read)
    {
        var random = new Random(original.Length);
        for (var i = 0; i < Mutations; i++) Attempt(Mutate(original, random, i), read);
        for (var length = 0; length < Math.Min(original.Length, 60); length++) Attempt(original[..length], read);
    }

    private static void Attempt(byte[] bytes, Action<byte[]> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(bytes);
        }
        catch (SketchFormatException malformed)
        {
            Assert.NotEmpty(malformed.Message);
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 64)))}: {other}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, MostBytes + ((long)MostBytesForEach * bytes.Length));
    }

    private static byte[] Mutate(byte[] original, Random random, int round)
    {
        var bytes = original.ToArray();
        var reach = round % 3 == 0 ? bytes.Length : Math.Min(bytes.Length, 48); // the head is where lengths are
        var changes = 1 + (round % 4);
        for (var i = 0; i < changes; i++)
        {
            var at = random.Next(reach);
            bytes[at] = (round % 5) switch { 0 => 0xFF, 1 => 0, 2 => 0x7F, 3 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
        }

        return bytes;
    }

    private static void UseTheta(CompactThetaSketch sketch)
    {
        Assert.True(sketch.Estimate >= 0);
        Assert.Equal(sketch.ToBytes(), CompactThetaSketch.Read(sketch.ToBytes()).ToBytes());
        sketch.ToCompressedBytes();
        if (sketch.SeedHash == new ThetaSketch().Compact().SeedHash) new ThetaSketch(5).Merge(sketch);
        sketch.Union(sketch, 5).Intersect(sketch).Except(sketch);
    }

    private static void UseKll<TItem>(KllSketch<TItem> sketch, Func<int, TItem> item)
        where TItem : notnull
    {
        for (var i = 0; i < 100; i++) sketch.Add(item(i));
        Assert.InRange(sketch.ToQuantiles().RankOf(item(5)), 0, 1);
        Use(sketch);
    }

    private static void Use<TSketch>(TSketch sketch)
        where TSketch : ISketch<TSketch>
    {
        var bytes = sketch.ToBytes();
        Assert.Equal(bytes, TSketch.Read(bytes).ToBytes());
        var copy = sketch.Copy();
        sketch.Merge(copy);
        Assert.NotEmpty(sketch.ToBytes());
    }
}
