using System.Globalization;
using System.IO.Compression;
using LambdaSpeed.Sketches;
using LambdaSpeed.Sketches.Hashing;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>The storage specification's vectors, as PostgreSQL's extension <c>hll</c> keeps them.</summary>
public sealed class PostgresHllTests
{
    private const int SparseLimit = 512; // what hll_set_max_sparse was when these data were made

    [Fact]
    public void Murmur_RowsOfTheSpecification_HashAlike()
    {
        foreach (var row in Rows("murmur_bigint")) Assert.Equal(Long(row[2]), (long)Murmur3.Of(Long(row[1]), (ulong)Long(row[0])).First);
        foreach (var row in Rows("murmur_bytea")) Assert.Equal(Long(row[2]), (long)Murmur3.Of(Bytes(row[1]), (ulong)Long(row[0])).First);
    }

    [Theory]
    [InlineData("cumulative_add_sparse_edge")]
    [InlineData("cumulative_add_sparse_step")]
    public void AddHash_RowByRow_GivesTheirBytesAndEstimates(string file)
    {
        PostgresHll? sketch = null;
        foreach (var row in Rows(file))
        {
            if (sketch is null) sketch = Read(row[2]);
            else sketch.AddHash(Long(row[1]));
            Check(row[2], row[0], sketch);
        }
    }

    [Theory]
    [InlineData("cumulative_union_explicit_explicit")]
    [InlineData("cumulative_union_explicit_promotion")]
    [InlineData("cumulative_union_sparse_full_representation")]
    [InlineData("cumulative_union_sparse_promotion")]
    public void Merge_RowByRow_GivesTheirBytesAndEstimates(string file)
    {
        PostgresHll? union = null;
        foreach (var row in Rows(file))
        {
            var sketch = Read(row[1]);
            Assert.Equal(Double(row[0]), sketch.Estimate, 1e-9 * (1 + sketch.Estimate));
            if (union is null) union = sketch;
            else union.Merge(sketch);
            Check(row[3], row[2], union);
        }
    }

    [Fact]
    public void Write_OfEveryKind_IsReadAsTheSame()
    {
        foreach (var options in (PostgresHllOptions[])[new(), new() { ExplicitLimit = 0 }, new() { LogM = 4, RegisterWidth = 1 }, new() { IsSparseEnabled = false, ExplicitLimit = 8 }])
        {
            var sketch = new PostgresHll(options);
            for (var i = 0L; i < 3000; i++)
            {
                var bytes = sketch.ToBytes();
                if (i < 40 || i % 100 == 0) Assert.Equal(bytes, PostgresHll.Read(bytes).ToBytes());
                sketch.Add(i);
            }
        }
    }

    [Fact]
    public void Merge_OtherParameters_IsRefused() => Assert.Throws<ArgumentException>(
        () => new PostgresHll().Merge(new PostgresHll(new() { LogM = 12 })));

    private static PostgresHll Read(string bytes)
    {
        var sketch = PostgresHll.Read(Bytes(bytes));
        sketch.SparseLimit = SparseLimit;
        return sketch;
    }

    private static void Check(string bytes, string estimate, PostgresHll sketch)
    {
        Assert.Equal(bytes, "\\x" + Convert.ToHexString(sketch.ToBytes()));
        Assert.Equal(Double(estimate), sketch.Estimate, 1e-9 * (1 + sketch.Estimate));
    }

    private static IEnumerable<string[]> Rows(string name)
    {
        var folder = SketchVector.FindFolder("hll-storage-spec");
        Assert.SkipWhen(folder is null, "the data set sketch-vectors is not at hand");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder!, name + ".csv.gz")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split(',');
    }

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Bytes(string text) => Convert.FromHexString(text[2..]);
}
