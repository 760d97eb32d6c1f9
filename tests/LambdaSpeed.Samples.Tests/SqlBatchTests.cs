using System.Buffers;
using System.Text;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A batch layer in SQL beside a run: what is read merged is what the run would have counted alone.</summary>
public sealed class SqlBatchTests : IDisposable
{
    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());
    private static readonly ViewName<string, long> Words = new("words");
    private static readonly ViewName<string, long> Undivided = new("undivided");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Scratch _scratch = new();
    private readonly List<string> _lines = []; // all that was appended

    private string Publications => _scratch.PathTo("publications");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Job_InSql_TakesPart_AndMergedReadsAreThoseWithoutIt()
    {
        await using var log = await ReplayLog.OpenAsync(_scratch.PathTo("log"), new() { Partitions = 2 }, Cancel);
        await using (var run = await StartAsync(log))
        {
            var merged = run.Merged(Words, Schema);
            await using var watch = run.WatchPublications(Publications);
            await PutAsync(run, log, "a", "b, \"c\"", "a", "d\nd", "");
            var cut = await run.CutAsync(Cancel);
            await PutAsync(run, log, "a", "e");
            await UntilToldAsync(cut);

            (await SqlAsync()).RequireSuccess();

            Assert.Equal(cut, merged.Cut);
            Assert.Equal(2, run.View(Words).All().Sum(word => word.Value)); // the rest is the batch view's
            Compare(run);
        }

        await using var next = await StartAsync(log);
        next.Merged(Words, Schema);
        await using var watching = next.WatchPublications(Publications);
        await PutAsync(next, log, "a", "f");
        Compare(next);
        await UntilToldAsync(await next.CutAsync(Cancel));
        (await SqlAsync("--sql", "SELECT value, sum(1) FROM log GROUP BY 1", "--work", _scratch.PathTo("work"))).RequireSuccess();
        Compare(next);
        Assert.Empty(next.View(Words).All());
        Assert.Equal(1 + _lines.Count + 1, _scratch.ReadText("work/log.csv").Split('\n').Length - 1); // a header, and one in a value
    }

    [Fact]
    public async Task Publish_ChecksFirst_ThenOffers_AndWaits()
    {
        await using var log = await ReplayLog.OpenAsync(_scratch.PathTo("log"), new() { Partitions = 1 }, Cancel);
        await using var run = await StartAsync(log);
        var merged = run.Merged(Words, Schema, new() { KeptSlices = 2 });
        var early = await ToolAsync("cut", "--from", Publications);
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("no run has watched it", early.Error, StringComparison.Ordinal);

        var watch = run.WatchPublications(Publications, new() { PollInterval = TimeSpan.FromMilliseconds(50) });
        await PutAsync(run, log, "a", "b", "a");
        var cut = _scratch.Write("cut.json", await UntilToldAsync(await run.CutAsync(Cancel)));
        var rows = _scratch.Write("rows.csv", "b,1\na,2\n");

        (await ToolAsync("publish", "--to", Publications)).RequireRefusal("--file");
        (await PublishAsync(rows, "--view", "other")).RequireRefusal("'other'", "words");
        (await PublishAsync(rows, "--view", "words")).RequireRefusal("--cut");
        (await PublishAsync(rows, "--view", "words", "--cut", rows)).RequireRefusal("no cut");
        (await PublishAsync("none.csv", "--view", "words", "--cut", cut)).RequireRefusal("none.csv");
        (await PublishAsync(rows, "--view", "words", "--cut", cut, "--form", "parquet")).RequireRefusal("parquet");
        var unknown = _scratch.Write("unknown.json", File.ReadAllText(cut).Replace(":3}", ":2}", StringComparison.Ordinal));
        Assert.Contains("not announced", (await PublishAsync(rows, "--view", "words", "--cut", unknown)).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Publications, "*.publication.json"));

        var bad = await PublishAsync(_scratch.Write("bad.csv", "a,x\n"), "--view", "words", "--cut", cut);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("Row 1 of", bad.Error, StringComparison.Ordinal);
        Assert.Null(merged.Cut);

        (await PublishAsync(rows, "--view", "words", "--cut", cut, "--convert", "yes", "--name", "mine")).RequireSuccess();
        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, merged.All().ToDictionary());
        (await PublishAsync(rows, "--view", "words", "--cut", cut, "--name", "mine")).RequireRefusal("used before");
        (await PublishAsync(Path.Combine(Publications, "mine.batch"), "--view", "words")).RequireSuccess(); // a file of ours, once more

        await watch.DisposeAsync();
        var none = await PublishAsync(rows, "--view", "words", "--cut", cut, "--wait", "1");
        Assert.Equal(3, none.ExitCode);
        (await PublishAsync(rows, "--view", "words", "--cut", cut, "--wait", "0")).RequireSuccess();
    }

    private Task<SampleRun> SqlAsync(params string[] more) => SampleRun.OfAsync(global::SqlBatch.SqlBatchApp.RunAsync,
        ["--log", _scratch.PathTo("log"), "--publications", Publications, "--view", "words", .. more]);

    private Task<SampleRun> PublishAsync(string file, params string[] more) =>
        ToolAsync(["publish", "--to", Publications, "--file", file, .. more]);

    private static Task<SampleRun> ToolAsync(params string[] args) => SampleRun.OfAsync((words, output, error, interrupt) =>
        global::LogTool.LogToolApp.RunAsync(words, TextReader.Null, output, error, interrupt), args);

    /// <summary>The job may look a moment before the cut is told.</summary>
    private async Task<string> UntilToldAsync(Cut cut)
    {
        for (var left = 600; left > 0; left--)
        {
            var told = await ToolAsync("cut", "--from", Publications);
            if (told.ExitCode == 0 && Cut.FromJson(told.Output).Equals(cut)) return told.Output;
            await Task.Delay(100, Cancel);
        }
        throw new TimeoutException($"the {cut} was not announced");
    }

    private void Compare(TopologyRun run)
    {
        var expected = _lines.CountBy(line => line).ToDictionary(line => line.Key, line => (long)line.Value);
        Assert.Equal(expected, run.Merged(Words, Schema).All().ToDictionary());
        Assert.Equal(expected, run.View(Undivided).All().ToDictionary()); // nothing was published for that one
    }

    private async Task<TopologyRun> StartAsync(ReplayLog log)
    {
        var topology = new TopologyBuilder("sql");
        var words = topology.AddSpout("lines", log.AsSpout(new Text())).GroupBy(line => line);
        words.Aggregate("words", a => a.Count()).ToView();
        words.Aggregate("undivided", a => a.Count()).ToView();
        return await SpeedLayer.StartAsync(
            topology.Build(), new() { Checkpoints = CheckpointStore.InDirectory(_scratch.PathTo("checkpoints")) }, Cancel);
    }

    private async Task PutAsync(TopologyRun run, ReplayLog log, params string[] lines)
    {
        foreach (var line in lines)
        {
            _lines.Add(line);
            await run.WaitForAsync("lines", log.Append(default, Encoding.UTF8.GetBytes(line)), Cancel).WaitAsync(Patience, Cancel);
        }
    }

    /// <summary>Text as it stands, as other programs read it.</summary>
    private sealed class Text : ICodec<string>
    {
        public string Schema => "text";

        public bool IsKey => false;

        public void Write(IBufferWriter<byte> destination, string value) => destination.Write(Encoding.UTF8.GetBytes(value));

        public string Read(ref ReadOnlySpan<byte> source)
        {
            var text = Encoding.UTF8.GetString(source);
            source = default;
            return text;
        }

        public ulong Hash(string value) => throw new NotSupportedException();
    }
}
