using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>What a store is told that keeps the slices of a view apart: whatever happens to them, it ends with what each slice has.</summary>
public sealed class SliceFeedTests
{
    private const int Keys = 12;

    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());

    public static TheoryData<int, bool> Cases => [.. from seed in Enumerable.Range(1, 60) from whole in new[] { true, false } select (seed, whole)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_ThatIsToldNowAndThen_HoldsWhatEachSliceHas(int seed, bool dropsWhole)
    {
        var random = new Random(seed);
        var view = new SlicedView<long, long, long>(Schema, new() { KeptSlices = 1 });
        using var feed = view.FollowSlices(dropsWhole);
        var store = new Dictionary<SliceKey<long>, long>();
        Task<bool>? waiting = null;
        for (var (step, position) = (0, 0L); step < 120; step++)
        {
            switch (random.Next(10))
            {
                case < 4:
                    for (var i = random.Next(5); i >= 0; i--) view.Add(random.Next(Keys), 1);
                    view.Publish(++position);
                    break;
                case 4:
                    view.EndSlice(++position);
                    break;
                case 5:
                    view.Fold(random.Next(1, 4));
                    break;
                case 6 when view.Cuts.Count > 0:
                    var cut = view.Cuts[random.Next(view.Cuts.Count)];
                    await view.Merged.GoBackAsync(BatchView.InMemory($"batch {step}", Schema, cut, [])); // or forward
                    view.Publish(position);
                    break;
                default:
                    if (waiting?.IsCompleted == false) break;
                    Apply(feed, store, dropsWhole);
                    waiting = random.Next(2) == 0 ? null : feed.WaitAsync(RunFixture.Cancel).AsTask(); // else it is late
                    break;
            }
        }
        view.Publish(1000);
        Apply(feed, store, dropsWhole);

        Assert.Equal(view.BySlice(), store);
        Assert.Equal(
            view.Realtime.Content(), store.GroupBy(pair => pair.Key.Key).ToDictionary(key => key.Key, key => key.Sum(pair => pair.Value)));
    }

    [Fact]
    public void SlicesThatAreFolded_AreToldAsTheKeysOfTheLaterOne()
    {
        var view = new SlicedView<long, long, long>(Schema, new());
        for (var key = 0L; key < 100; key++) view.Add(key, 1);
        view.EndSlice(100);
        view.Add(1, 1);
        view.Add(2, 1);
        view.EndSlice(102);
        view.Add(3, 1);
        view.Publish(103);
        using var feed = view.FollowSlices(dropsWhole: true);
        Assert.Equal(103, feed.Collect().Count);

        view.Fold(most: 1);
        view.Publish(103);
        Assert.Equal([(new(0, 1), 2), (new(0, 2), 2)], feed.Collect().Select(change => (change.Key, change.Value)).OrderBy(change => change.Key.Key));
        Assert.Equal([1], feed.Dropped);
    }

    private static void Apply(ViewFeed<SliceKey<long>, long> feed, Dictionary<SliceKey<long>, long> store, bool dropsWhole)
    {
        var changes = feed.Collect();
        Assert.True(dropsWhole || feed.Dropped.Count == 0);
        foreach (var key in store.Keys.Where(key => feed.Dropped.Contains(key.Slice)).ToList()) store.Remove(key);
        Assert.Equal(changes.Count, changes.DistinctBy(change => change.Key).Count());
        foreach (var change in changes)
        {
            Assert.DoesNotContain(change.Key.Slice, feed.Dropped);
            if (change.IsRemoval) store.Remove(change.Key);
            else store[change.Key] = change.Value;
        }
    }
}
