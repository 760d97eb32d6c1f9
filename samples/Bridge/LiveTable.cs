using System.Globalization;
using LambdaSpeed;
using Samples.Shared;

namespace Bridge;

/// <summary>A table that is drawn anew each second while a run works: rates, lag, and how broker and database are doing.</summary>
internal sealed class LiveTable(TopologyRun run, TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    private long _former; // messages, when it was drawn last
    private int _lines;   // how many were drawn
    private TimeSpan _idle;

    /// <summary>Draws until a time is over, nothing has come for a time, the run has ended, or the token is cancelled.</summary>
    public async Task DrawAsync(TimeSpan? length, TimeSpan? idle, CancellationToken cancellationToken)
    {
        for (var elapsed = TimeSpan.Zero; ; elapsed += Interval)
        {
            Draw();
            if (elapsed >= length || _idle >= idle || run.Completion.IsCompleted || cancellationToken.IsCancellationRequested) return;
            await Task.WhenAny(run.Completion, Task.Delay(Interval, cancellationToken)); // looked at, not thrown
        }
    }

    private void Draw()
    {
        var description = run.Describe();
        var messages = description.Components.First(component => component.Name == BridgeTopology.Messages);
        var rate = messages.TuplesRead - _former;
        var isReading = messages.Sources.All(source => source.State == SourceState.Reading);
        _idle = rate == 0 && isReading && _lines > 0 ? _idle + Interval : TimeSpan.Zero; // first drawn before anything could come
        _former = messages.TuplesRead;
        var lag = description.Tasks.Select(task => task.EventTimeLag).Max();

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var table = new TextTable("what", "state", ">figure");
        foreach (var source in messages.Sources) table.Add(source.Source, StateOf(source.State, source.Failure), "");
        table.Add("messages", "", messages.TuplesRead.ToString("N0", CultureInfo.InvariantCulture));
        table.Add("  in a second", "", rate.ToString("N0", CultureInfo.InvariantCulture));
        table.Add("  left out, as they are no such message", "", messages.TuplesSkipped.ToString("N0", CultureInfo.InvariantCulture));
        table.Add("  the newest one was sent, ago", "", lag is { } behind ? string.Create(CultureInfo.InvariantCulture, $"{behind.TotalSeconds:F1} s") : "");
        foreach (var view in description.Views)
        {
            table.Add(view.Name, "", $"{view.Keys.ToString("N0", CultureInfo.InvariantCulture)} keys");
            foreach (var store in view.Followers)
            {
                var behindBy = description.PublishedEpoch.Number - store.Written.Number;
                table.Add($"  {store.Store}", StateOf(store.State, store.Failure), $"{Math.Max(0, behindBy)} epochs behind");
            }
        }
        table.WriteTo(text);
        if (_isTerminal && _lines > 0) output.Write(string.Create(
            CultureInfo.InvariantCulture, $"\u001b[{_lines}A\u001b[J")); // up to its first line, and nothing below
        if (!_isTerminal && _lines > 0) output.WriteLine();
        output.Write(text);
        _lines = text.ToString().Count(character => character == '\n');
    }

    private static string StateOf<TState>(TState state, string? failure) => failure is null ? $"{state}" : $"{state}: {failure}";
}
