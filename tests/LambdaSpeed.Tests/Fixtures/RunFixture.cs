using Xunit;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>The verbs of tests that run a topology. Every wait has an end: a run that hangs fails with its description.</summary>
internal static class RunFixture
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<TopologyRun> StartAsync(this TopologyBuilder builder, SpeedLayerOptions? options = null) =>
        SpeedLayer.StartAsync(builder.Build(), options, Cancel).WaitAsync(Patience, Cancel);

    /// <summary>Runs a topology of bounded spouts to its end.</summary>
    public static async Task<TopologyRun> RunToEndAsync(this TopologyBuilder builder, SpeedLayerOptions? options = null)
    {
        var run = await builder.StartAsync(options);
        await run.Within(run.Completion);
        return run;
    }

    /// <summary>Runs a topology that is bound to fail; gives the run and its fault.</summary>
    public static async Task<TException> RunToFaultAsync<TException>(this TopologyBuilder builder, SpeedLayerOptions? options = null)
        where TException : Exception
    {
        await using var run = await builder.StartAsync(options);
        var fault = await Assert.ThrowsAsync<TException>(() => run.Within(run.Completion));
        Assert.Equal(RunState.Faulted, run.State);
        return fault;
    }

    /// <summary>Awaits something that a run owes; when it does not come in time, says what the run looks like.</summary>
    public static async Task Within(this TopologyRun run, Task owed, TimeSpan? patience = null)
    {
        await owed.WaitAsync(patience ?? Patience, Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!owed.IsCompleted) run.GiveUp(patience ?? Patience);
        await owed;
    }

    /// <inheritdoc cref="Within(TopologyRun, Task, TimeSpan?)"/>
    public static async Task<T> Within<T>(this TopologyRun run, Task<T> owed)
    {
        await run.Within((Task)owed);
        return await owed;
    }

    /// <summary>Looks again and again until a condition holds.</summary>
    public static async Task Until(this TopologyRun run, Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetTimestamp() + (long)(Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            if (TimeProvider.System.GetTimestamp() > deadline) run.GiveUp(Patience);
            await Task.Delay(1, Cancel);
        }
    }

    /// <summary>Looks again and again until there is something.</summary>
    public static async Task<T> Until<T>(this TopologyRun run, Func<T?> look)
        where T : class
    {
        T? found = null;
        await run.Until(() => (found = look()) is not null);
        return found!;
    }

    private static void GiveUp(this TopologyRun run, TimeSpan patience)
    {
        var description = run.Describe();
        _ = run.AbortAsync(); // else the test would wait again when it disposes the run
        Assert.Fail($"waited {patience} in vain:\n{description}\n{run.Plan.Explain()}");
    }

    public static Dictionary<TKey, TValue> Content<TKey, TValue>(this IViewReader<TKey, TValue> view)
        where TKey : notnull => view.All().ToDictionary();

    public static ComponentDescription Component(this TopologyRun run, string name) =>
        run.Describe().Components.Single(component => component.Name == name);
}
