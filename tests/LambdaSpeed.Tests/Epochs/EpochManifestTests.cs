using LambdaSpeed.Epochs;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

/// <summary>What is committed beside the changes, to the byte.</summary>
public sealed class EpochManifestTests
{
    private const string Golden =
        "01" + "0700000000000000" +
        "02000000" +
        "0968697473" + "01000000" + "0961626364" +
            "02000000" + "00000000" + "0500000000000000" + "02000000" + "FFFFFFFFFFFFFF7F" +
            "01000000" + "00000000" + "0900000000000000" +
        "0361" + "00000000" + "00" + "00000000" + "00000000" +
        "01000000" + "0D766965773A76" + "0361";

    private static readonly EpochManifest _manifest = new(
        Incarnation: 7,
        [
            new("hits", 1, "abcd", [new(0, 5), new(2, long.MaxValue)], [new(0, 9)]),
            new("a", 0, null, [], []),
        ],
        [new("view:v", "a")]);

    [Fact]
    public void Bytes_AreGolden() => Assert.Equal(Golden, Convert.ToHexString(_manifest.ToBytes()));

    [Fact]
    public void Golden_IsReadable()
    {
        var read = EpochManifest.FromBytes(Convert.FromHexString(Golden));

        Assert.Equal(7, read.Incarnation);
        Assert.Equal([("hits", 1, "abcd"), ("a", 0, null)], read.Spouts.Select(spout => (spout.Spout, spout.Task, spout.SourceId)));
        Assert.Equal([new(0, 5), new(2, long.MaxValue)], read.Spouts[0].Positions);
        Assert.Equal([new(0, 9)], read.Spouts[0].Ends);
        Assert.Equal(_manifest.Sections, read.Sections);
    }

    [Fact]
    public void Slices_AreKept_ToTheByte()
    {
        var cut = new Cut(new(5), [new("hits", "abcd", [new(0, 5)])]);
        var slices = new SliceManifest(
            3, [new(2, cut, new DateTimeOffset(77, TimeSpan.Zero))],
            [new("v", [new(0, 1), new(2, 2), new(3, 3)], 1, "file"), new("w", [new(0, 3)], 0, null)]);
        var bytes = (_manifest with { Slices = slices }).ToBytes();
        var read = EpochManifest.FromBytes(bytes).Slices!;

        Assert.Equal(2, bytes[0]);
        Assert.Equal((3, 2, cut, 77), (read.Open, read.Cuts[0].Number, read.Cuts[0].Cut, read.Cuts[0].MadeAt.UtcTicks));
        Assert.Equal(slices.Views.Select(view => view with { Ranges = [] }), read.Views.Select(view => view with { Ranges = [] }));
        Assert.Equal(slices.Views.SelectMany(view => view.Ranges), read.Views.SelectMany(view => view.Ranges));
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.String.Write(json, cut.ToJson());
        Assert.EndsWith(
            "03000000" + "01000000" + "02000000" + "4D00000000000000" + Convert.ToHexString(json.WrittenSpan) +
            "02000000" + "0376" + "01000000" + "0966696C65" + "03000000" + "0000000001000000" + "0200000002000000" + "0300000003000000" +
            "0377" + "00000000" + "00" + "01000000" + "0000000003000000",
            Convert.ToHexString(bytes), StringComparison.Ordinal);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.ThrowsAny<CodecException>(() => EpochManifest.FromBytes(bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NumbersOfKeys_AreKept_ToTheByte(bool hasSlices)
    {
        var slices = hasSlices ? new SliceManifest(1, [], []) : null;
        var bytes = (_manifest with { Slices = slices, Keys = [new("view:v", 9), new("w", 0)] }).ToBytes();
        var read = EpochManifest.FromBytes(bytes);

        Assert.Equal(3, bytes[0]);
        Assert.Equal([new("view:v", 9), new("w", 0)], read.Keys);
        Assert.Equal(hasSlices, read.Slices is not null);
        Assert.EndsWith(
            "02000000" + "0D766965773A76" + "0900000000000000" + "0377" + "0000000000000000" +
            (hasSlices ? "01" + "01000000" + "00000000" + "00000000" : "00"),
            Convert.ToHexString(bytes), StringComparison.Ordinal);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.ThrowsAny<CodecException>(() => EpochManifest.FromBytes(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Version_OfANewerLibrary_IsRefusedInWords()
    {
        var bytes = _manifest.ToBytes();
        bytes[0] = 4;

        Assert.Contains("version 4", Assert.Throws<CodecException>(() => EpochManifest.FromBytes(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Oracle_OfMutatedBytes_IsAManifestOrOneException()
    {
        var (random, original, refused) = (new Random(1), _manifest.ToBytes(), 0);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original.AsSpan(0, random.Next(3) == 0 ? random.Next(original.Length) : original.Length)];
            for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                EpochManifest.FromBytes(bytes);
            }
            catch (CodecException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 19_999);
    }
}
