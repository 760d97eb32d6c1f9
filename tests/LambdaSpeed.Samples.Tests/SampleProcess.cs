using System.Diagnostics;
using System.Text;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A sample that runs as a process of its own, so that it can be killed.</summary>
internal sealed class SampleProcess : IDisposable
{
    private const int Killed = 128 + 9;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _texts = new(); // what it printed; locked while it is touched
    private readonly string _line;

    private SampleProcess(string program, string[] args)
    {
        _line = $"{program} {string.Join(' ', args)}";
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it printed so far, on either stream.</summary>
    public string Texts
    {
        get
        {
            lock (_texts) return _texts.ToString();
        }
    }

    public static SampleProcess Analytics(params string[] args) => new("SuperWebAnalytics", args);

    /// <summary>Lets it run to its end.</summary>
    public static async Task<(int ExitCode, string Texts)> RunAnalyticsAsync(params string[] args)
    {
        using var process = Analytics(args);
        return (await process.ExitAsync(), process.Texts);
    }

    /// <summary>Kills it (SIGKILL) some time after its moment has come.</summary>
    /// <param name="isMoment">Asked every millisecond.</param>
    /// <param name="delay">How long after that.</param>
    /// <returns>Whether it was killed; false when it had come to its end before.</returns>
    public async Task<bool> KillAsync(Func<bool> isMoment, TimeSpan delay)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await WithinAsync(async patience =>
        {
            while (!HasExited && !isMoment()) await Task.Delay(1, patience);
        });
        for (var clock = Stopwatch.StartNew(); !HasExited && clock.Elapsed < delay;) await Task.Delay(1, cancellationToken);
        if (!HasExited) _process.Kill();

        var exitCode = await ExitAsync();
        Assert.True(exitCode is 0 or Killed, $"{_line} ended with {exitCode}:\n{Texts}");
        return exitCode == Killed;
    }

    public async Task<int> ExitAsync()
    {
        await WithinAsync(_process.WaitForExitAsync);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has printed a text.</summary>
    public Task UntilItPrintsAsync(string text) => WithinAsync(async cancellationToken =>
    {
        while (!Texts.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(HasExited, $"{_line} ended without printing '{text}':\n{Texts}");
            await Task.Delay(10, cancellationToken);
        }
    });

    public void Dispose()
    {
        if (!HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task WithinAsync(Func<CancellationToken, Task> wait)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            await wait(patience.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_line} took longer than {Longest}:\n{Texts}");
        }
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_texts) _texts.AppendLine(line.Data);
    }
}
