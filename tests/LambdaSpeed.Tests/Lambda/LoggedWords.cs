using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Words in a log that a run counts, and batch views of them in files.</summary>
internal static class LoggedWords
{
    /// <summary>Appends words, and returns when the run shows them.</summary>
    public static async Task PutAsync(TopologyRun run, ReplayLog log, params string[] words)
    {
        var writer = log.WriterOf(Codec.String);
        foreach (var word in words.SkipLast(1)) writer.Append(word);
        await run.Within(run.UpdateAsync("words", writer, words[^1], RunFixture.Cancel));
    }

    /// <summary>A batch view in a file.</summary>
    public static IBatchView<string, long> Batch(
        string path, BatchViewSchema<string, long> schema, Cut cut, params (string Key, long Count)[] rows)
    {
        using (var writer = BatchView.Create(path, schema, cut))
        {
            foreach (var (key, count) in rows) writer.Add(key, count);
            writer.Complete();
        }
        return BatchView.Open(path, schema);
    }
}
