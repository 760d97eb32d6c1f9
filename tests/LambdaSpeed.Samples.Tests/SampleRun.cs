using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>What a sample that was run in this process left behind.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public static Task<SampleRun> WordCountAsync(params string[] args) => OfAsync(global::WordCount.WordCountApp.RunAsync, args);

    public static Task<SampleRun> AnalyticsAsync(params string[] args) =>
        OfAsync(global::SuperWebAnalytics.SuperWebAnalyticsApp.RunAsync, args);

    public static Task<SampleRun> FlightsAsync(params string[] args) => OfAsync(global::Flights.FlightsApp.RunAsync, args);

    public static async Task<SampleRun> OfAsync(
        Func<string[], TextWriter, TextWriter, CancellationToken, Task<int>> program, string[] args, CancellationToken? interrupt = null)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await program(args, output, error, interrupt ?? CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a sample, and interrupts it after a time; where it was through by then, once more, with the arguments of
    /// that attempt.</summary>
    public static async Task<SampleRun> InterruptedAfterAsync(
        TimeSpan after, Func<string[], TextWriter, TextWriter, CancellationToken, Task<int>> program, Func<int, string[]> argsOf)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var interrupt = new CancellationTokenSource(after);
            var run = await OfAsync(program, argsOf(attempt), interrupt.Token);
            if (run.ExitCode != 0 || attempt == 4) return run;
        }
    }

    /// <summary>Runs a sample, and interrupts it when it has got somewhere.</summary>
    public static async Task<SampleRun> InterruptedAsync(
        Func<string[], TextWriter, TextWriter, CancellationToken, Task<int>> program, string[] args, Func<bool> hasGotThere)
    {
        using var interrupt = new CancellationTokenSource();
        var run = Task.Run(() => OfAsync(program, args, interrupt.Token));
        while (!run.IsCompleted && !hasGotThere()) await Task.Delay(20, TestContext.Current.CancellationToken);
        await interrupt.CancelAsync();
        return await run;
    }

    /// <summary>Asserts that the command line was refused in one line that holds each of these words.</summary>
    public void RequireRefusal(params string[] words)
    {
        Assert.Equal(2, ExitCode);
        Assert.Empty(Output);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
    }

    public void RequireSuccess()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
    }
}
