using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSpeed.Storage;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Batch jobs that take part through a directory.</summary>
public sealed class PublicationTests : IDisposable
{
    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());
    private static readonly ViewName<string, long> Counts = new("counts");
    private static readonly PublicationOptions Often = new() { PollInterval = TimeSpan.FromMilliseconds(50) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-publications-");

    private string Folder => Path.Combine(_directory.FullName, "publications");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("sorted")]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task Offer_IsPublished_AndAnswered(string form)
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var merged = run.Merged(Counts, Schema);
        await using var watch = run.WatchPublications(Folder);
        await PutAsync(run, log, "a", "b", "a");
        await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "a", "c");
        var cut = await run.Until(() => Announced()?["cuts"]!.AsArray() is [{ } only] ? only : null);

        Offer("first", cut, Write("first", form, cut, ("b", 1), ("a", 2)), form);
        var answer = await AnswerAsync(run, "first");

        Assert.Equal("counts", answer["view"]!.ToString());
        Assert.True(JsonNode.DeepEquals(cut, answer["cut"]));
        Assert.Equal(cut.ToJsonString(), merged.Cut!.ToJson());
        Assert.Equal(new() { ["a"] = 3, ["b"] = 1, ["c"] = 1 }, merged.Content());
        Assert.Equal(new() { ["a"] = 1, ["c"] = 1 }, run.View(Counts).Content());
        var view = await run.Until(() => Announced()!["views"]![0]!["published"] is null ? null : Announced()!["views"]![0]);
        Assert.Equal(("counts", "string", "keys", "int64", "count"), (
            view["name"]!.ToString(), view["keys"]!.ToString(), view["order"]!.ToString(), view["accumulators"]!.ToString(),
            view["aggregator"]!.ToString()));
    }

    [Fact]
    public async Task Offer_ThatDoesNotFit_IsRefused_WithTheReason()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var merged = run.Merged(Counts, Schema, new() { KeptSlices = 2 });
        await using var watch = run.WatchPublications(Folder, Often);
        await PutAsync(run, log, "a");
        var first = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
        await PutAsync(run, log, "a", "b");
        var second = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
        var unknown = JsonNode.Parse(first.ToJsonString().Replace(":1}", ":2}", StringComparison.Ordinal))!;
        var sums = BatchViewSchema.For(Codec.String, (Aggregates<long> a) => a.Sum(x => x));

        await Refused("malformed", "{\"format\":1,", "cannot be read");
        await Refused("later", """{"format":2}""", "format is 2");
        await Refused("path", Manifest(first, "../first", "csv"), "without a path");
        await Refused("form", Manifest(first, "x", "parquet"), "sorted, csv or jsonl");
        await Refused("missing", Manifest(first, "nothing", "csv"), "'nothing'");
        await Refused("view", Manifest(first, Write("view", "csv", first), "csv", view: "other"), "'other'");
        await Refused("half", Manifest(first, Write("half", "csv", first, ("a", 1)), "csv", hash: new string('0', 64)), "SHA-256");
        await Refused("row", Manifest(first, WriteText("row.csv", "a,1\nb,x\n"), "csv"), "Row 2 of");
        await Refused("unannounced", Manifest(unknown, Write("unannounced", "csv", unknown, ("a", 1)), "csv"), "no slice of 'counts' begins");
        await Refused("notours", Manifest(first, WriteText("notours.batch", "a,1\n"), "sorted"), "damaged");
        await Refused("othercut", Manifest(second, Write("othercut", "sorted", first), "sorted"), "the manifest says");
        using (var writer = BatchView.Create(Path.Combine(Folder, "sums"), sums, Cut.FromJson(first.ToJsonString()))) writer.Complete();
        await Refused("schema", Manifest(first, "sums", "sorted"), "'sum'");
        Assert.Null(merged.Cut);

        Offer("good", second, Write("good", "csv", second, ("a", 2), ("b", 1)), "csv");
        await AnswerAsync(run, "good");
        await Refused("older", Manifest(first, Write("older", "csv", first, ("a", 1)), "csv"), "older");
        WriteManifest("back", Manifest(first, Write("back", "csv", first, ("a", 1)), "csv", mayGoBack: true));
        var answer = await AnswerAsync(run, "back");
        Assert.EndsWith(".batch", answer["former"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, merged.Content());

        async Task Refused(string name, string manifest, string reason)
        {
            WriteManifest(name, manifest);
            var refusal = await run.Until(() => Read(name + ".refused.json"));
            Assert.Contains(reason, refusal["reason"]!.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(Folder, name + ".published.json")));
        }
    }

    [Fact]
    public async Task Offers_ThatWaited_AreTakenInTheOrderOfTheirCuts_EachOnce()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var merged = run.Merged(Counts, Schema);
        Directory.CreateDirectory(Folder);
        for (var i = 1; i <= 3; i++)
        {
            await PutAsync(run, log, "a");
            var cut = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
            Offer($"{9 - i}", cut, Write($"{9 - i}", "csv", cut, ("a", i)), "csv"); // the names are in the opposite order
        }
        await using var watch = run.WatchPublications(Folder, Often);
        foreach (var name in new[] { "6", "7", "8" }) await AnswerAsync(run, name); // none is refused as older
        Assert.Equal(3, merged.Get("a"));
        Assert.Equal(run.Cuts[^1], merged.Cut);

        var answered = File.GetLastWriteTimeUtc(Path.Combine(Folder, "8.published.json"));
        WriteManifest("again", File.ReadAllText(Path.Combine(Folder, "6.publication.json")));
        await AnswerAsync(run, "again"); // the same once more, under another name: nothing changes
        Assert.Equal(3, merged.Get("a"));
        Assert.Equal(answered, File.GetLastWriteTimeUtc(Path.Combine(Folder, "8.published.json")));
    }

    /// <summary>Our files say their cut themselves.</summary>
    [Fact]
    public async Task Offers_WhoseManifestNamesNoCut_AreTakenInTheOrderOfTheirCuts()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var merged = run.Merged(Counts, Schema);
        Directory.CreateDirectory(Folder);
        for (var i = 1; i <= 3; i++)
        {
            await PutAsync(run, log, "a");
            var cut = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
            var manifest = JsonNode.Parse(Manifest(cut, Write($"{9 - i}", "sorted", cut, ("a", i)), "sorted"))!.AsObject();
            manifest.Remove("cut");
            WriteManifest($"{9 - i}", manifest.ToJsonString());
        }
        await using var watch = run.WatchPublications(Folder, Often);
        foreach (var name in new[] { "6", "7", "8" }) await AnswerAsync(run, name);
        Assert.Equal(run.Cuts[^1], merged.Cut);
    }

    /// <summary>A file that the disk does not give is waited for; other views do not wait with it.</summary>
    [Fact]
    public async Task Offer_OfAFileThatCannotBeRead_HoldsUpItsOwnViewAlone()
    {
        await using var log = await OpenAsync();
        var topology = new TopologyBuilder("words");
        var words = topology.AddSpout("words", log.AsSpout(Codec.String));
        words.GroupBy(word => word).Aggregate("counts", a => a.Count()).ToView();
        var others = words.GroupBy(word => word).Aggregate("others", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        var (merged, other) = (run.Merged(Counts, Schema), run.Merged(others, Schema));
        await PutAsync(run, log, "a");
        var cut = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, "1.csv"), Path.Combine(_directory.FullName, "elsewhere"));
        WriteManifest("1", Manifest(cut, "1.csv", "csv", hash: new string('a', 64)));
        WriteManifest("2", Manifest(cut, Write("2", "csv", cut, ("a", 1)), "csv", view: "others"));
        await using var watch = run.WatchPublications(Folder, Often);
        await AnswerAsync(run, "2");
        Assert.Equal((null, 1), (merged.Cut, other.Get("a")));
        Assert.NotNull(other.Cut);
    }

    /// <summary>An aggregator that throws while rows are merged, and a name that no file can have.</summary>
    [Fact]
    public async Task Offer_ThatNobodyExpects_HoldsUpItsOwnViewAtMost()
    {
        await using var log = await OpenAsync();
        var topology = new TopologyBuilder("words");
        var words = topology.AddSpout("words", log.AsSpout(Codec.String));
        words.GroupBy(word => word).Aggregate("counts", a => a.Count()).ToView();
        var picky = words.GroupBy(word => word).Aggregate("picky", a => a.Use(new PickySum())).ToView();
        await using var run = await topology.StartAsync();
        var (merged, other) = (run.Merged(Counts, Schema), run.Merged(picky, BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Use(new PickySum()))));
        await PutAsync(run, log, "a");
        var cut = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
        Directory.CreateDirectory(Folder);
        WriteManifest("1", Manifest(cut, WriteText("1.csv", "b,1\na,1\nb,1\n"), "csv", view: "picky"));
        var named = JsonNode.Parse(Manifest(cut, "x", "sorted"))!.AsObject();
        named.Remove("cut");
        named["file"] = "a\0b";
        WriteManifest("2", named.ToJsonString());
        WriteManifest("3", Manifest(cut, Write("3", "csv", cut, ("a", 1)), "csv"));
        await using var watch = run.WatchPublications(Folder, Often);

        await AnswerAsync(run, "3");

        Assert.NotNull(merged.Cut);
        Assert.Null(other.Cut);
        Assert.Contains("without a path", Read("2.refused.json")!["reason"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crash_BetweenAnyTwoSteps_LosesNoOffer_AndCountsNothingTwice()
    {
        await using var log = await OpenAsync();
        JsonNode cut;
        await using (var run = await StartAsync(log))
        {
            await PutAsync(run, log, "a", "b", "a");
            cut = JsonNode.Parse((await run.Within(run.CutAsync(RunFixture.Cancel))).ToJson())!;
            await PutAsync(run, log, "c");
        }
        var crashes = 0;
        for (var step = 1; ; step++)
        {
            var name = $"offer-{step:D3}";
            Directory.CreateDirectory(Folder);
            Offer(name, cut, Write(name, "csv", cut, ("a", 2), ("b", 1)), "csv"); // while nobody watches
            await using (var run = await StartAsync(log))
            {
                var merged = run.Merged(Counts, Schema);
                var storage = new BreakingStorage(new DiskStorage(Folder), step);
                await using var watch = run.WatchPublications(storage, Often with { PollInterval = TimeSpan.FromHours(1) });
                var answered = Task.Run(() => AnswerAsync(run, name), RunFixture.Cancel);
                await run.Within(Task.WhenAny(storage.Broken.Task, answered));
                Assert.Equal(new() { ["a"] = 2, ["b"] = 1, ["c"] = 1 }, merged.Content());
                var isOver = !storage.Broken.Task.IsCompleted;
                await run.AbortAsync();
                if (isOver) break;
                crashes++;
            }
            await using var next = await StartAsync(log);
            var again = next.Merged(Counts, Schema);
            await using var watching = next.WatchPublications(Folder);
            await AnswerAsync(next, name);
            Assert.Equal(new() { ["a"] = 2, ["b"] = 1, ["c"] = 1 }, again.Content());
            Assert.Equal(cut.ToJsonString(), again.Cut!.ToJson());
        }
        Assert.InRange(crashes, 13, 60); // listing, reading, hashing, importing, answering: each was once the last
    }

    [Fact]
    public async Task Directory_HasOneWatch_AndIsFreeWhenTheRunHasEnded()
    {
        await using var log = await OpenAsync();
        var run = await StartAsync(log);
        var watch = run.WatchPublications(Folder);
        Assert.Throws<StorageLockedException>(() => run.WatchPublications(Folder));
        await watch.DisposeAsync();
        var second = run.WatchPublications(Folder);
        await run.DisposeAsync();
        new DiskStorage(Folder).Lock("watched.lock").Dispose();
        Assert.True(second.Ended.IsCompleted);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.WatchPublications(Folder, new() { PollInterval = TimeSpan.Zero }));
    }

    private JsonNode? Announced() => Read("announced.json");

    private JsonNode? Read(string name) =>
        File.Exists(Path.Combine(Folder, name)) ? JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name))) : null;

    private async Task<JsonNode> AnswerAsync(TopologyRun run, string name)
    {
        var answer = await run.Until(() => Read(name + ".published.json") ?? Read(name + ".refused.json"));
        return answer["reason"] is null ? answer : throw new InvalidOperationException(answer.ToJsonString());
    }

    private void Offer(string name, JsonNode cut, string file, string form) => WriteManifest(name, Manifest(cut, file, form));

    private void WriteManifest(string name, string manifest)
    {
        var path = Path.Combine(Folder, name + ".publication.json");
        File.WriteAllText(path + ".unfinished", manifest);
        File.Move(path + ".unfinished", path);
    }

    private string Manifest(JsonNode cut, string file, string form, string view = "counts", string? hash = null, bool mayGoBack = false)
    {
        var path = Path.Combine(Folder, file);
        hash ??= File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : new string('a', 64);
        return JsonSerializer.Serialize(new { format = 1, view, file, sha256 = hash, form, cut, rollBack = mayGoBack });
    }

    private string Write(string name, string form, JsonNode cut, params (string Key, long Count)[] rows)
    {
        if (form == "csv") return WriteText(name + ".csv", string.Concat(rows.Select(row => $"{row.Key},{row.Count}\n")));
        if (form == "jsonl") return WriteText(
            name + ".jsonl", string.Concat(rows.Select(row => $$"""{"key":"{{row.Key}}","accumulator":{{row.Count}}}""" + "\n")));
        using var writer = BatchView.Create(Path.Combine(Folder, name + ".batch"), Schema, Cut.FromJson(cut.ToJsonString()));
        foreach (var (key, count) in rows) writer.Add(key, count);
        writer.Complete();
        return name + ".batch";
    }

    private string WriteText(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return file;
    }

    private async Task<ReplayLog> OpenAsync() => await ReplayLog.OpenAsync(Path.Combine(_directory.FullName, "log"), new() { Partitions = 1 }, RunFixture.Cancel);

    private async Task<TopologyRun> StartAsync(ReplayLog log)
    {
        var topology = new TopologyBuilder("words");
        topology.AddSpout("words", log.AsSpout(Codec.String)).GroupBy(word => word).Aggregate("counts", a => a.Count(), 2).ToView();
        return await topology.StartAsync(new() { Checkpoints = CheckpointStore.InDirectory(Path.Combine(_directory.FullName, "checkpoints")) });
    }

    private static async Task PutAsync(TopologyRun run, ReplayLog log, params string[] words)
    {
        var writer = log.WriterOf(Codec.String);
        foreach (var word in words.SkipLast(1)) writer.Append(word);
        await run.Within(run.UpdateAsync("words", writer, words[^1], RunFixture.Cancel));
    }

    /// <summary>Throws when it merges two that hold something, which no aggregator may.</summary>
    private sealed class PickySum : IAggregator<string, long, long>
    {
        public long Zero() => 0;

        public void Add(ref long accumulator, string value) => accumulator++;

        public void Merge(ref long accumulator, in long other) =>
            accumulator = accumulator == 0 ? other : throw new TestFailure("merging");

        public long Result(in long accumulator) => accumulator;
    }
}
