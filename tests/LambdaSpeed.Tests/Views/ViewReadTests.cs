using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>What the reads of a view mean.</summary>
public sealed class ViewReadTests
{
    private static readonly string[] _words = ["apple", "Apple", "apricot", "banana", "apple"];

    [Fact]
    public async Task Reads_OfEndedRun_AgreeWithEachOther()
    {
        var builder = new TopologyBuilder("reads");
        var name = builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => word).Aggregate("v", a => a.Count(), 3).ToView();
        await using var run = await builder.RunToEndAsync();
        var view = run.View(name);

        Assert.Equal((2, 0), (view.Get("apple"), view.Get("cherry")));
        Assert.True(view.TryGet("banana", out var banana));
        Assert.False(view.TryGet("cherry", out var cherry));
        Assert.Equal((1, 0), (banana, cherry));
        Assert.Equal(new Dictionary<string, long> { ["apple"] = 2, ["banana"] = 1 }, view.GetMany(["apple", "cherry", "banana", "apple"]));
        Assert.Equal(["Apple", "apple", "apricot"], view.Range("A", "b").Select(pair => pair.Key));
        Assert.Equal(["apple", "apricot"], view.Prefix("ap").Select(pair => pair.Key));
        Assert.Equal(["banana"], view.Where(word => word.Length == 6).Select(pair => pair.Key));
        Assert.Equal(["apple", "Apple", "apricot", "banana"], view.Where(_ => true, StringComparer.OrdinalIgnoreCase)
            .Select(pair => pair.Key).Order(StringComparer.OrdinalIgnoreCase).ThenByDescending(word => word, StringComparer.Ordinal));
        Assert.Equal((4, "v"), (view.Count, view.Name));
        Assert.Equal(run.PublishedEpoch, view.PublishedEpoch);
        Assert.True(view.Read("apple").IsCommitted);
    }

    [Fact]
    public async Task Latest_OfOpenEpoch_IsNotCommitted()
    {
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("latest");
        var name = builder.AddSpout("numbers", spout).GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromDays(1) });
        spout.Push(7);
        await run.Until(() => run.View(name).Read(7, ReadLevel.Latest).Found);

        Assert.Equal(new(1, true, new EpochId(1), IsCommitted: false), run.View(name).Read(7, ReadLevel.Latest));
        Assert.Equal(new(0, false, EpochId.None, IsCommitted: true), run.View(name).Read(7));
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        Assert.Equal(new(1, true, new EpochId(1), IsCommitted: true), run.View(name).Read(7, ReadLevel.Latest));
    }

    [Fact]
    public async Task View_OfUnknownNameOrTypes_IsRefused()
    {
        var builder = new TopologyBuilder("names");
        builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => word).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Contains("Its views are: v.", Assert.Throws<ArgumentException>(() => run.View(new ViewName<string, long>("w"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Use the ViewName", Assert.Throws<ArgumentException>(() => run.View(new ViewName<string, int>("v"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => run.View(default(ViewName<string, long>)));
    }

    [Fact]
    public async Task Snapshot_AfterDispose_IsRefused()
    {
        var builder = new TopologyBuilder("snapshots");
        var name = builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => word).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();
        var snapshot = run.View(name).Snapshot();
        snapshot.Dispose();
        snapshot.Dispose();

        Assert.Contains("snapshot of view 'v'", Assert.Throws<ObjectDisposedException>(() => snapshot.Get("apple")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfNullKey_IsRefused()
    {
        var builder = new TopologyBuilder("nulls");
        var name = builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => word).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();
        var view = run.View(name);
        using var snapshot = view.Snapshot();

        Assert.Contains("View 'v'", Assert.Throws<ArgumentNullException>(() => view.Get(null!)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => view.TryGet(null!, out _));
        Assert.Throws<ArgumentNullException>(() => view.Read(null!, ReadLevel.Latest));
        Assert.Throws<ArgumentNullException>(() => view.GetMany(["apple", null!]));
        Assert.Throws<ArgumentNullException>(() => view.Range(null!, "b"));
        Assert.Throws<ArgumentNullException>(() => view.Range("a", null!));
        Assert.Throws<ArgumentNullException>(() => snapshot.Get(null!));
    }

    [Fact]
    public async Task Range_OfNestedTuples_ComparesTextsByCodeUnit()
    {
        var builder = new TopologyBuilder("nested");
        var name = builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => ((word, 1), 2)).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        var keys = run.View(name).Range((("A", 0), 0), (("b", 0), 0)).Select(pair => pair.Key.Item1.word);
        Assert.Equal(["Apple", "apple", "apricot"], keys); // by culture "apple" comes first
    }

    [Fact]
    public async Task Range_OfKeysWithoutOrder_NamesViewAndRemedy()
    {
        var builder = new TopologyBuilder("orderless");
        var words = builder.AddSpout("words", new ListSpout<string>(_words));
        var plain = words.GroupBy(word => new Unordered(word)).Aggregate("plain", a => a.Count()).ToView();
        var paired = words.GroupBy(word => (new Unordered(word), 1)).Aggregate("paired", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();
        var byText = Comparer<Unordered>.Create((left, right) => string.CompareOrdinal(left.Text, right.Text));

        var refusal = Assert.Throws<InvalidOperationException>(() => run.View(plain).Range(new("a"), new("b")));
        Assert.Contains("View 'plain' has no order", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pass a comparer", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => run.View(plain).Where(_ => false));
        Assert.Throws<InvalidOperationException>(() => run.View(paired).Where(_ => true));
        Assert.Equal(["apple", "apricot"], run.View(plain).Range(new("a"), new("b"), byText).Select(pair => pair.Key.Text));
    }

    [Fact]
    public async Task Where_OfEnumKeys_IsInTheirOrder()
    {
        var builder = new TopologyBuilder("enums");
        var name = builder.AddSpout("words", new ListSpout<string>(_words)).GroupBy(word => (DayOfWeek)word.Length)
            .Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Saturday, (DayOfWeek)7], run.View(name).Where(_ => true).Select(pair => pair.Key));
    }

    [Fact]
    public async Task Latest_OfWideAccumulator_IsNeverTorn()
    {
        var builder = new TopologyBuilder("wide");
        var name = builder.AddSpout("numbers", new CountingSpout()).GroupBy(x => x % 3)
            .Aggregate("v", a => a.Combine(a.Sum(x => x), a.Sum(x => -x), (sum, negative) => sum + negative)).ToView();
        await using var run = await builder.StartAsync();

        Assert.Equal(0, await Read(run, () => run.View(name).Read(1, ReadLevel.Latest).Value, value => value != 0));
        Assert.Equal(0, await Read(run, () => run.View(name).Get(1), value => value != 0));
    }

    [Fact]
    public async Task Committed_OfTransfers_IsZeroInAllAcrossKeysAndViews()
    {
        var builder = new TopologyBuilder("transfers");
        var entries = builder.AddSpout("transfers", new CountingSpout()).SelectMany<Entry>(x => [new(x % 97, x), new(x * 7 % 89, -x)]);
        var left = entries.Where(entry => entry.Account % 2 == 0).GroupBy(entry => entry.Account)
            .Aggregate("even", a => a.Sum(entry => entry.Amount), 2).ToView();
        var right = entries.Where(entry => entry.Account % 2 != 0).GroupBy(entry => entry.Account)
            .Aggregate("odd", a => a.Sum(entry => entry.Amount), 3).ToView();
        await using var run = await builder.StartAsync(new() { EpochInterval = TimeSpan.FromMilliseconds(1), ChunkSize = 32 });

        Assert.Equal(0, await Read(run, Total, total => total != 0));
        Assert.True(run.PublishedEpoch.Number > 10);

        long Total()
        {
            using var snapshot = run.Snapshot();
            var odd = snapshot.View(right).GetMany(Enumerable.Range(0, 97).Select(n => (long)n)).Values;
            return snapshot.View(left).All().Sum(pair => pair.Value) + odd.Sum();
        }
    }

    private sealed record Entry(long Account, long Amount);

    /// <summary>Reads on two threads until many epochs have passed, or a reading is wrong; gives the last reading.</summary>
    private static async Task<long> Read(TopologyRun run, Func<long> read, Predicate<long> isWrong)
    {
        var enough = run.PublishedEpoch.Number + 20;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (true)
            {
                var value = read();
                if (isWrong(value) || run.PublishedEpoch.Number >= enough) return value;
            }
        })).ToArray();
        return (await run.Within(Task.WhenAll(readers))).Max(Math.Abs);
    }
}
