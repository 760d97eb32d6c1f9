using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Recovery;

/// <summary>A start whose sources are others, or are divided otherwise, than those of its checkpoint: refused in words, before anything is
/// read.</summary>
public sealed class SourceIdentityTests : IDisposable
{
    private readonly ICheckpointStore _store = CheckpointStore.InMemory();
    private readonly string _folder = Directory.CreateTempSubdirectory("lambdaspeed-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, int, int, string, string> Divided() => new(
        ("array", 2, 3, "12 items in 2 slices", "12 items in 3 slices"),
        ("array", 1, 2, "items in 1 slice", "12 items in 2 slices"),
        ("generated", 2, 1, "indices over 2 task(s)", "indices over 1 task(s)"),
        ("paced", 1, 3, "indices over 1 task(s)", "indices over 3 task(s)"));

    [Theory]
    [MemberData(nameof(Divided))]
    public async Task Parallelism_ThatDividesTheSourceOtherwise_IsRefused(string source, int tasks, int tasksThen, string was, string isNow)
    {
        await RunAsync(Divisible(source), tasks);

        var refused = await Assert.ThrowsAsync<StateMismatchException>(() => RunAsync(Divisible(source), tasksThen));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal("numbers", problem.Component);
        Assert.Contains($"'{was}'", problem.Cause, StringComparison.Ordinal);
        Assert.Contains($"'{isNow}'", problem.Cause, StringComparison.Ordinal);
        Assert.Contains("parallelism", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(12, await RunAsync(Divisible(source), tasks)); // nothing has changed
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a")]
    [InlineData("a", "c", "b")]
    public async Task Files_OfAnotherList_AreRefused(params string[] names)
    {
        await RunAsync(Files("a", "b"), 1);

        var refused = await Assert.ThrowsAsync<StateMismatchException>(() => RunAsync(Files(names), 1));

        Assert.Contains("2 text file(s)", Assert.Single(refused.Problems).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ThatCameToTheEndOfTheList_AreRead()
    {
        Assert.Equal(6, await RunAsync(Files("a", "b"), 1));

        Assert.Equal(9, await RunAsync(Files("a", "b", "c"), 2));
    }

    [Fact]
    public async Task Array_ThatHasGrown_IsReadOn_ByOneTask()
    {
        Assert.Equal(12, await RunAsync(Divisible("array"), 1));

        Assert.Equal(20, await RunAsync(Spouts.FromArray(Enumerable.Range(0, 20).Select(i => (long)i).ToArray()), 1));
    }

    private static Func<ISpout<long>> Divisible(string source) => source switch
    {
        "array" => Spouts.FromArray(Enumerable.Range(0, 12).Select(i => (long)i).ToArray()),
        "generated" => Spouts.Generate(i => i, 12),
        _ => Spouts.GeneratePaced(i => i, perSecond: 10_000, 12),
    };

    /// <summary>Files of three lines each.</summary>
    private Func<ISpout<long>> Files(params string[] names)
    {
        foreach (var name in names) File.WriteAllText(Path.Combine(_folder, name), "1\n2\n3\n");
        return Spouts.FromTextFiles(names.Select(name => Path.Combine(_folder, name)), line => long.Parse(line.ToString()));
    }

    private async Task<long> RunAsync(Func<ISpout<long>> source, int tasks)
    {
        var builder = new TopologyBuilder("sources");
        var counts = builder.AddSpout("numbers", source, tasks).GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync(new() { Checkpoints = _store });
        return run.View(counts).Get(0);
    }
}
