using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LambdaSpeed;
using Samples.Shared;

namespace SuperWebAnalytics.Batch;

/// <summary>The batch layer beside a run: recomputes its views from the log, over and over, while events stream in.</summary>
internal sealed class BatchLayer
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly TopologyRun _run;
    private readonly BatchedViews _views;
    private readonly BatchOptions _options;
    private readonly string _folder;
    private readonly TextWriter _output;
    private readonly ConcurrentQueue<AccuracyReport> _reports = new(); // not printed yet; from threads of their own
    private int _recomputations; // so far
    private long _readAtCut;     // lines that this process had parsed when it asked for the last cut

    /// <summary>Goes on with the batch views of the life before, so: before anybody reads.</summary>
    /// <param name="run">The run.</param>
    /// <param name="views">The views.</param>
    /// <param name="options">How often, and what is queried meanwhile.</param>
    /// <param name="folder">Where batch views are kept.</param>
    /// <param name="output">Where to print.</param>
    public BatchLayer(TopologyRun run, BatchedViews views, BatchOptions options, string folder, TextWriter output)
    {
        (_run, _views, _options, _folder, _output) = (run, views, options, folder, output);
        foreach (var view in views.All) view.Open(run, _reports.Enqueue);
    }

    /// <summary>Works until the run has ended, or the token is cancelled.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (; !_run.Completion.IsCompleted; await Task.WhenAny(_run.Completion, Task.Delay(Look, cancellationToken)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (LinesRead() - _readAtCut >= _options.Every) await RecomputeAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (IsOver(exception) || cancellationToken.IsCancellationRequested)
        {
            // the end of the input overtook it: what was not handed over the realtime views still have
        }
    }

    /// <summary>Prints how things stand at the end.</summary>
    public void WriteReport()
    {
        _output.WriteLine($"\nBatch layer: {Figures.Number(_recomputations)} recomputations; {State()}");
        WriteReports();
        var (pages, estimated) = (_views.ClientsPerPath.In(_run).All().Count(), _views.ClientsPerPath.RealtimeKeys(_run));
        _output.WriteLine($"unique clients are exact for all but {Figures.Number(estimated)} of {Figures.Number(pages)} pages");
        WriteQueries();
    }

    private async Task RecomputeAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        _readAtCut = LinesRead(); // the cut is not before these
        var cut = await _run.CutAsync(cancellationToken);
        foreach (var view in _views.All) await view.RecomputeAsync(_run, cut, _folder, cancellationToken);

        var lines = cut.Sources.Sum(source => source.Positions.Sum(position => position.Offset));
        _output.WriteLine($"batch {++_recomputations}: {Figures.Number(lines)} lines in {Figures.Seconds(clock.Elapsed)} s; {State()}");
        WriteReports();
        WriteQueries();
    }

    private string State()
    {
        var realtime = _run.Describe().Views.Where(view => _views.All.Any(batched => batched.Name == view.Name)).ToList();
        var (keys, bytes) = (realtime.Sum(view => view.Keys), realtime.Sum(view => view.ApproximateBytes));
        return $"{Figures.Number(LinesRead() - _readAtCut)} lines behind; the realtime part has {Figures.Number(keys)} keys, " +
            $"{Figures.Number(bytes)} bytes";
    }

    /// <summary>How far off the answers had been that the batch layer has now put right, and how many are estimates still, because somebody
    /// came since the cut. Counts and sums are exact before and after.</summary>
    private void WriteReports()
    {
        while (_reports.TryDequeue(out var report))
        {
            var isEstimated = report.View == _views.ClientsPerPath.Name;
            if (!isEstimated && report.Differing == 0) continue;
            _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {report.View}: of {report.Keys:N0} keys {report.Differing:N0} were off, by {report.MeanError:P2} on the mean of all, " +
                $"by {report.MaxError:P2} at most{(isEstimated ? $"; estimated now: {_views.ClientsPerPath.RealtimeKeys(_run):N0}, the rest is exact" : "")}"));
        }
    }

    /// <summary>Is the run over? Calls are told so a moment before it has ended; had it failed, whoever waits for it is told why.</summary>
    private bool IsOver(Exception exception) => exception is RunFaultedException || _run.State >= RunState.Completed;

    /// <summary>Batch and realtime part, merged.</summary>
    private void WriteQueries()
    {
        foreach (var url in _options.Queries)
        {
            var (seen, clients) = (_views.ViewsPerPath.In(_run).Get(url), _views.ClientsPerPath.In(_run).Get(url));
            _output.WriteLine($"  {url}: {Figures.Number(seen)} views by {Figures.Number(clients)} clients");
        }
    }

    /// <summary>Lines that this process has parsed.</summary>
    private long LinesRead() =>
        _run.Describe().Components.First(component => component.Name == AnalyticsTopology.Parser).TuplesRead;
}
