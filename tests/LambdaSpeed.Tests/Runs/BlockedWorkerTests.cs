using Xunit;

namespace LambdaSpeed.Tests.Runs;

public sealed class BlockedWorkerTests
{
    /// <summary>Three tasks on two workers: two of them share one, and whichever blocks, the other two go on.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Task_BehindOneThatBlocks_IsSteppedByAnotherWorker(int blocked)
    {
        var token = TestContext.Current.CancellationToken;
        using var entered = new ManualResetEventSlim();
        using var released = new ManualResetEventSlim();
        var topology = new TopologyBuilder("blocked-worker");
        var inputs = Enumerable.Range(0, 3).Select(_ => new PushSpout<int>()).ToArray();
        var seen = new int[3];
        for (var i = 0; i < inputs.Length; i++)
        {
            var spout = i;
            topology.AddSpout($"input-{i}", inputs[i])
                .Select(number =>
                {
                    if (spout == blocked) entered.Set();
                    if (spout == blocked) released.Wait(token);
                    Interlocked.Increment(ref seen[spout]);
                    return number;
                })
                .GroupBy(number => number).Aggregate($"counts-{i}", a => a.Count()).ToView();
        }

        await using var run = await SpeedLayer.StartAsync(topology.Build(), new() { Workers = 2 }, token);
        await inputs[blocked].SendAsync(1, token);
        entered.Wait(token);
        await Task.Delay(TimeSpan.FromMilliseconds(5), token); // the step is long by now
        foreach (var input in inputs) await input.SendAsync(2, token);
        Assert.True(SpinWait.SpinUntil(() => seen.Where((_, spout) => spout != blocked).All(count => count == 1), TimeSpan.FromSeconds(20)));
        released.Set();
    }
}
