using System.Security.Cryptography;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The words of books, and what their files are.</summary>
public sealed class BookWordTests
{
    private readonly DataSet _data = new(BookLine.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EveryResult(int tasks, Crash crash)
    {
        ViewName<string, long> counts = default;
        ViewName<int, long> lengths = default;
        ViewName<char, long> letters = default;
        ViewName<string, (long Bytes, long Lines)> sizes = default;
        ViewName<string, (long Tokens, long Distinct)> words = default;
        ViewName<string, string?> hashes = default;
        await using var run = await WindowedRun.OfAsync(BookLine.ReadAll(_data), crash, (topology, lines) =>
        {
            sizes = lines.GroupBy(line => line.Book)
                .Aggregate("sizes", a => a.Combine(a.Sum(line => line.Bytes.Length), a.CountWhere(line => line.HasEnd)), tasks).ToView();
            var split = lines.Then("split", () => new SplitWords(), tasks);
            words = split.GroupBy(word => word.Book)
                .Aggregate("words", a => a.Combine(a.Count(), a.CountDistinct(word => word.Word)), tasks).ToView();
            counts = split.GroupBy(word => word.Word).PreAggregate().Aggregate("counts", a => a.Count(), tasks).ToView();
            lengths = split.GroupBy(word => word.Word.Length).Aggregate("lengths", a => a.Count(), tasks).ToView();
            letters = split.GroupBy(word => word.Word[0]).Aggregate("letters", a => a.Count(), tasks).ToView();
            hashes = topology.AddSpout("books", Spouts.FromArray([.. _data.Files]))
                .Then<(string Book, string Hash)>("hash", (book, output) => output.Emit((book, HashOf(book))))
                .GroupBy(file => file.Book).Aggregate("hashes", a => a.Latest(file => file.Hash, _ => 0, file => file.Hash), tasks).ToView();
        }, sources: tasks);

        _data.AssertEqual("t1_word_counts", "word,count", run.Rows(counts), isRanked: true);
        _data.AssertEqual("t2_per_file", "file,bytes,lines,tokens,distinct,sha256_of_text", run.View(sizes).All().Select(size => new object[]
        {
            size.Key, size.Value.Bytes, size.Value.Lines, run.View(words).Get(size.Key).Tokens, run.View(words).Get(size.Key).Distinct,
            run.View(hashes).Get(size.Key)!,
        }));
        _data.AssertEqual("t3_tokens_per_length", "length,tokens", run.Rows(lengths));
        _data.AssertEqual("t4_tokens_per_first_letter", "letter,tokens",
            run.View(letters).All().Select(letter => new object[] { letter.Key.ToString(), letter.Value }));
        _data.AssertNumbers("input", new
        {
            files = run.View(sizes).Count,
            bytes = run.View(sizes).All().Sum(size => size.Value.Bytes),
            lines = run.View(sizes).All().Sum(size => size.Value.Lines),
            tokens = run.View(counts).All().Sum(word => word.Value),
            distinct = run.View(counts).Count,
        });
    }

    private string HashOf(string book) => Convert.ToHexStringLower(SHA256.HashData(_data.Bytes(book)));
}
