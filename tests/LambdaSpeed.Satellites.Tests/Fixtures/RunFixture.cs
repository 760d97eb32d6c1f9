using Xunit;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>The verbs of tests that run a topology. Every wait has an end: a run that hangs fails with its description.</summary>
internal static class RunFixture
{
    public static readonly TimeSpan Patience = LongRun.Patience(TimeSpan.FromSeconds(60));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Awaits something that a run owes.</summary>
    public static async Task Within(this TopologyRun run, Task owed)
    {
        await owed.WaitAsync(Patience, Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!owed.IsCompleted) Assert.Fail($"waited {Patience} in vain:\n{run.Describe()}");
        await owed;
    }

    /// <summary>Looks again and again until a condition holds.</summary>
    public static Task Until(this TopologyRun run, Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()), () => $"{run.Describe()}");

    /// <inheritdoc cref="Until"/>
    /// <param name="condition">The condition.</param>
    /// <param name="describe">What is told when it has not come to hold.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) Assert.Fail($"waited {Patience} in vain:\n{describe()}");
            await Task.Delay(20, Cancel);
        }
    }

    /// <summary>Requires that memory has not grown by more than some megabytes; what other tests take for a while goes again.</summary>
    public static async Task RequireMemoryAsync(this TopologyRun run, long before)
    {
        const long Room = 8 << 20;
        var start = TimeProvider.System.GetTimestamp();
        long grown;
        while ((grown = GC.GetTotalMemory(forceFullCollection: true) - before) >= Room)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) Assert.Fail($"memory grew by {grown} bytes:\n{run.Describe()}");
            await Task.Delay(20, Cancel);
        }
    }

    public static IReadOnlyList<FollowerDescription> Followers(this TopologyRun run) => run.Describe().Views[0].Followers;
}
