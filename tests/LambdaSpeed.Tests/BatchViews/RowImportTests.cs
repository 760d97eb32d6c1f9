using LambdaSpeed.Aggregation;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>Batch views of rows of text.</summary>
public sealed class RowImportTests : IDisposable
{
    private static readonly Cut Somewhere = new(new EpochId(3), [new CutSource("spout", null, [new LogPosition(0, 7)])]);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-rows-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Csv_MayQuote_ComesInAnyOrder_AndRowsOfAKeyAreMerged()
    {
        var schema = BatchViewSchema.For(Codec.String, (Aggregates<int> a) => a.Count());

        var rows = Import(schema, BatchRowForm.Csv, "z,1\r\n\"a,\"\"b\"\"\n\",2\n\nz,10\n,5");

        Assert.Equal([new("", 5), new("a,\"b\"\n", 2), new("z", 11)], rows);
    }

    [Fact]
    public void Tuples_AreSoManyFields_AndSumsAreNumbers()
    {
        var schema = BatchViewSchema.For(Codec.For<(int, string)>(), (Aggregates<double> a) => a.Combine(a.Count(), a.Combine(a.Average(x => x), a.Sum(x => (decimal)x))));

        var csv = Import(schema, BatchRowForm.Csv, "1,x,3,0.5,2,7.25\n");
        var json = Import(schema, BatchRowForm.JsonLines, """{"accumulator":[3,[[0.5,2],7.25]],"key":[1,"x"],"more":{}}""");

        Assert.Equal(csv, json);
        var ((number, name), (count, ((sum, of), money))) = Assert.Single(csv);
        Assert.Equal((1, "x", 3L, 0.5, 2L, 7.25m), (number, name, count, sum.ToDouble(), of, money.ToDecimal()));
    }

    [Fact]
    public void Fields_OfEachForm_AreReadAsTheirCodecWroteThem()
    {
        Check(new Guid("00112233-4455-6677-8899-aabbccddeeff"), "00112233-4455-6677-8899-aabbccddeeff");
        Check(new DateOnly(2026, 3, 1), "2026-03-01");
        Check(new DateTimeOffset(2026, 3, 1, 1, 2, 3, TimeSpan.Zero), "2026-03-01T01:02:03Z");
        Check(true, "true");
        Check(ulong.MaxValue, "18446744073709551615");
        Check(-1.5f, "-1.5");
        Check(DayOfWeek.Friday, "5");
        Check<int?>(null, "");
        Check<int?>(4, "4");
        Check<DayOfWeek?>(null, "");
        Check<DayOfWeek?>(DayOfWeek.Friday, "5");

        void Check<T>(T value, string text) => Assert.Equal(value, Assert.Single(
            Import(BatchViewSchema.For(Codec.String, new Newest<T>(), "newest"), BatchRowForm.Csv, $"a,{text}\n")).Value);
    }

    [Fact]
    public void OtherAccumulators_AreTheBytesOfTheirCodec()
    {
        var schema = BatchViewSchema.For(Codec.Int64, (Aggregates<string> a) => a.CountDistinct(x => x));
        var aggregator = new Distinct<string>();
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        schema.AccumulatorCodec.Write(bytes, aggregator);

        var rows = Import(schema, BatchRowForm.JsonLines, $$"""{"key":5,"accumulator":"{{Convert.ToBase64String(bytes.WrittenSpan)}}"}""");

        Assert.Equal(5, Assert.Single(rows).Key);
    }

    /// <summary>It can be read, and would fail every merged read of its key.</summary>
    [Fact]
    public void SketchOfOtherParameters_IsNoRow()
    {
        var other = BatchViewSchema.For(Codec.Int64, (Aggregates<string> a) => a.ApproximateCounts(x => x, relativeError: 0.1));
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        other.AccumulatorCodec.Write(bytes, other.Rule.Zero());

        var refused = Assert.Throws<BatchRowException>(() => Import(
            BatchViewSchema.For(Codec.Int64, (Aggregates<string> a) => a.ApproximateCounts(x => x)), BatchRowForm.Csv,
            $"5,{Convert.ToBase64String(bytes.WrittenSpan)}\n"));

        Assert.Equal(1, refused.Row);
        Assert.Contains("same size", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BatchRowForm.Csv, "a,1\nb\n", "Row 2", "1 fields")]
    [InlineData(BatchRowForm.Csv, "a,1,2\n", "Row 1", "3 fields")]
    [InlineData(BatchRowForm.Csv, "a,1\nb,2\nc,9223372036854775808\n", "Row 3", "Int64")]
    [InlineData(BatchRowForm.Csv, "\"a", "Row 1", "never closed")]
    [InlineData(BatchRowForm.Csv, "\"a\"b,1", "Row 1", "closing quote")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":\"a\",\"accumulator\":1}\n[]", "Row 2", "no JSON object")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":\"a\"}", "Row 1", "accumulator")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":\"a\",", "Row 1", "'x'")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":\"a\",\"accumulator\":{}}", "Row 1", "object")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":\"a\",\"accumulator\":[1,2]}", "Row 1", "2 values")]
    [InlineData(BatchRowForm.JsonLines, "{\"key\":null,\"accumulator\":1}", "Row 1", "null")]
    public void Row_ThatIsNone_IsNamed_AndNothingIsLeft(BatchRowForm form, string text, string row, string problem)
    {
        var schema = BatchViewSchema.For(Codec.String, (Aggregates<int> a) => a.Count());

        var refused = Assert.Throws<BatchRowException>(() => Import(schema, form, text));

        Assert.Contains(row, refused.Message, StringComparison.Ordinal);
        if (problem != "'x'") Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["rows"], _directory.GetFiles().Where(file => file.Extension != ".lock").Select(file => file.Name));
    }

    private KeyValuePair<TKey, TAccumulator>[] Import<TKey, TAccumulator>(BatchViewSchema<TKey, TAccumulator> schema, BatchRowForm form, string text)
        where TKey : notnull
    {
        var (rows, path) = (Path.Combine(_directory.FullName, "rows"), Path.Combine(_directory.FullName, "view"));
        File.WriteAllText(rows, text);
        File.Delete(path);
        BatchView.ImportRows(path, schema, Somewhere, rows, form);
        using var view = BatchView.Open(path, schema);
        Assert.Equal(Somewhere, view.Identity.Cut);
        return [.. view.All()];
    }

    private sealed class Newest<T> : IAggregator<T, T, T>
    {
        public T Zero() => default!;

        public void Add(ref T accumulator, T value) => accumulator = value;

        public void Merge(ref T accumulator, in T other) => accumulator = other;

        public T Result(in T accumulator) => accumulator;
    }
}
