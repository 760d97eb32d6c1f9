using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Epochs that end by the bytes which their spouts have read.</summary>
public sealed class EpochBytesTests
{
    private const int Count = 200;

    [Theory]
    [InlineData(10_000L)]
    [InlineData(null)]
    public async Task Records_OfALog_EndEpochs(long? bytes)
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var writer = fixture.Log.WriterOf(Codec.String);
        for (var i = 0; i < Count; i++) writer.Append(new string('x', 1000));

        await RequireEpochsAsync(fixture.Log.AsSpout(Codec.String, untilEnd: true), bytes);
    }

    [Fact]
    public async Task Lines_OfATextFile_EndEpochs()
    {
        using var folder = new Sources.TextFileFolder();
        var path = folder.Write(string.Concat(Enumerable.Repeat(new string('x', 1000) + "\n", Count)));

        await RequireEpochsAsync(Spouts.FromTextFiles([path]), bytes: 10_000);
    }

    private static async Task RequireEpochsAsync<T>(Func<ISpout<T>> spout, long? bytes)
    {
        var builder = new TopologyBuilder("bytes");
        var counts = builder.AddSpout("records", spout).GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();

        await using var run = await builder.RunToEndAsync(new() { EpochInterval = TimeSpan.FromMinutes(10), EpochBytes = bytes, ChunkSize = 4 });

        Assert.Equal(Count, run.View(counts).Get(0));
        Assert.InRange(run.PublishedEpoch.Number, bytes is null ? 1 : 5, bytes is null ? 1 : Count);
    }
}
