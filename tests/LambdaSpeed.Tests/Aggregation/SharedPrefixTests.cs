using LambdaSpeed.Aggregation;
using Xunit;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Assigned accumulators share what is written; readers on other threads and forks must never notice.</summary>
public sealed class SharedPrefixTests
{
    [Fact]
    public async Task Distinct_ReadWhileTheOriginalGrows_StaysAsItWas()
    {
        var growing = default(Distinct<int>);
        for (var i = 0; i < 1000; i++) growing.Add(i);
        var frozen = growing;
        var started = new TaskCompletionSource();
        var reader = Task.Run(() =>
        {
            started.SetResult();
            for (var round = 0; round < 300; round++)
            {
                for (var i = 0; i < 2000; i++) Assert.Equal(i < 1000, frozen.Contains(i));
            }
        }, TestContext.Current.CancellationToken);
        await started.Task;
        for (var i = 1000; i < 500_000; i++) growing.Add(i);
        await reader;
        Assert.Equal(1000, frozen.Count);
        Assert.Equal(500_000, growing.Count);
    }

    [Fact]
    public void Collected_ForkedAtEveryLength_KeepsEveryFork()
    {
        var growing = default(Collected<int>);
        List<Collected<int>> forks = [];
        for (var i = 0; i < 200; i++)
        {
            forks.Add(growing);
            growing.Add(i);
        }

        for (var length = 0; length < forks.Count; length++)
        {
            var fork = forks[length];
            fork.Add(-1);
            Assert.Equal([.. Enumerable.Range(0, length), -1], fork.Entries.ToArray());
        }

        Assert.Equal(Enumerable.Range(0, 200), growing.Entries.ToArray());
    }

    [Fact]
    public void Collected_AppendedByTwoThreadsFromOneFork_KeepsThemApart()
    {
        for (var round = 0; round < 200; round++)
        {
            var origin = default(Collected<int>);
            for (var i = 0; i < 5; i++) origin.Add(i);
            var forks = new[] { origin, origin };
            Parallel.For(0, 2, fork => forks[fork].Add(100 + fork));
            Assert.Equal([0, 1, 2, 3, 4, 100], forks[0].Entries.ToArray());
            Assert.Equal([0, 1, 2, 3, 4, 101], forks[1].Entries.ToArray());
        }
    }

    [Fact]
    public void Distinct_MergedIntoEmpty_LeavesTheWriterItsTable()
    {
        var writer = default(Distinct<int>);
        for (var i = 0; i < 5; i++) writer.Add(i);
        var query = default(Distinct<int>);
        query.Add(writer);
        query.Add(99);
        var before = GC.GetAllocatedBytesForCurrentThread();
        writer.Add(5); // would have to move, had the query claimed the place
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.False(writer.Contains(99));
        Assert.False(query.Contains(5));
    }
}
