using LambdaSpeed.Codecs;
using LambdaSpeed.State;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>A feed that comes late to an epoch, after a restart has replaced the tables that knew what the epoch changed.</summary>
public sealed class ViewFeedTests
{
    private readonly EpochPublication _publication = new();
    private readonly RealtimeView<long, long, long> _view;

    public ViewFeedTests() => _view = new(
        new("counts", Codec.Int64, () => 0, (ref long sum, in long part) => sum += part, count => count, Copy: null, Codec.Int64, ExpectedKeys: 0), _publication, 1, keyGroups: 128, []);

    [Fact]
    public async Task Collect_AfterTheTablesWereReplaced_StillFindsWhatTheEpochChanged()
    {
        var former = Prepare(published: 0);
        _view.Adopt();
        Change(epoch: 1, (1, 10), (2, 20));
        using var feed = new WholeFeed<long, long, long>(_view, _publication);
        Assert.Equal([(1, 10), (2, 20)], Collect(feed));
        var next = feed.WaitAsync(RunFixture.Cancel);
        Assert.False(next.IsCompleted);

        Change(epoch: 2, (1, 11), (3, 30));
        Prepare(published: 2).TakeOver(former);
        _view.Adopt();

        Assert.True(await next);
        Assert.Superset(new HashSet<(long, long)> { (1, 11), (3, 30) }, Collect(feed).ToHashSet());
    }

    private StateDirectory Prepare(long published)
    {
        var directory = new StateDirectory(keyGroups: 128, new EpochId(published));
        _view.Prepare(directory);
        return directory;
    }

    private void Change(long epoch, params (long Key, long Value)[] values)
    {
        var table = _view.Partition(0).Table;
        foreach (var (key, value) in values) table.Set(key, KeyHash.Of(key, Codec.Int64), value);
        table.Seal(new EpochId(epoch + 1), _publication.OldestNeeded());
        _publication.Publish(new EpochId(epoch));
    }

    private static IEnumerable<(long, long)> Collect(ViewFeed<long, long> feed) =>
        feed.Collect().Select(change => (change.Key, change.Value)).Order();
}
