using System.Diagnostics;
using System.Globalization;
using LambdaSpeed;

namespace Samples.Shared;

/// <summary>One line that is drawn anew ten times a second while a run works; nothing at all where the output is no terminal.</summary>
internal static class ProgressBar
{
    private const int Width = 30;
    private const string EraseLine = "\r\u001b[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Draws until the run has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="component">The component whose tuples are shown.</param>
    /// <param name="noun">What those tuples are.</param>
    /// <param name="progress">How far the input was read.</param>
    /// <param name="error">Where to draw.</param>
    public static async Task DrawAsync(TopologyRun run, string component, string noun, ReadProgress progress, TextWriter error)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected) return;

        var clock = Stopwatch.StartNew();
        while (!run.Completion.IsCompleted)
        {
            var tuples = run.Describe().Components.First(other => other.Name == component).TuplesRead;
            var done = (int)(progress.Fraction * Width);
            await error.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                $"{EraseLine}[{new string('#', done)}{new string('.', Width - done)}] {progress.Fraction,4:P0}  " +
                $"{tuples:N0} {noun}, {tuples / clock.Elapsed.TotalSeconds:N0} a second"));
            await Task.WhenAny(run.Completion, Task.Delay(Interval)); // looked at, not thrown: the fault is somebody else's to report
        }
        await error.WriteAsync(EraseLine);
    }
}
