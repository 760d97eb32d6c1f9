using System.Buffers;

namespace LambdaSpeed.Epochs;

/// <summary>What is committed with an epoch beside the changes: what a later start needs to go on from it.</summary>
/// <param name="Incarnation">Which start of the run committed it.</param>
/// <param name="Spouts">Where the spouts go on reading.</param>
/// <param name="Sections">The parts of the state with the formats of their keys and values.</param>
/// <param name="Slices">The cuts and slices; null when there has been no cut.</param>
internal sealed record EpochManifest(
    long Incarnation, IReadOnlyList<SpoutPositions> Spouts, IReadOnlyList<SectionSchema> Sections, SliceManifest? Slices = null)
{
    private const byte Version = 3;
    private const byte VersionWithoutKeys = 2;
    private const byte VersionWithoutCuts = 1;
    private const string Format = "epoch manifest";

    /// <summary>How many keys those sections have that are not read as a whole.</summary>
    public IReadOnlyList<SectionKeys> Keys { get; init; } = [];

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        Codec.Byte.Write(bytes, Keys.Count > 0 ? Version : Slices is not null ? VersionWithoutKeys : VersionWithoutCuts);
        Codec.Int64.Write(bytes, Incarnation);
        Codec.Int32.Write(bytes, Spouts.Count);
        foreach (var spout in Spouts)
        {
            Codec.String.Write(bytes, spout.Spout);
            Codec.Int32.Write(bytes, spout.Task);
            Codec.String.Write(bytes, spout.SourceId!);
            Write(bytes, spout.Positions);
            Write(bytes, spout.Ends);
        }
        Codec.Int32.Write(bytes, Sections.Count);
        foreach (var section in Sections)
        {
            Codec.String.Write(bytes, section.Section);
            Codec.String.Write(bytes, section.Schema);
        }
        if (Keys.Count > 0) WriteKeys(bytes);
        Slices?.WriteTo(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="CodecException">The bytes are no manifest, or one of a newer version.</exception>
    public static EpochManifest FromBytes(ReadOnlySpan<byte> bytes)
    {
        var version = Codec.Byte.Read(ref bytes);
        if (version is not (Version or VersionWithoutKeys or VersionWithoutCuts)) throw new CodecException(
            $"The checkpoint's manifest has version {version}, and this library reads version {Version}: it was written by a newer one. " +
            "Update the package, or start with an empty checkpoint directory.");

        var incarnation = Codec.Int64.Read(ref bytes);
        var spouts = new List<SpoutPositions>();
        for (var left = ReadCount(ref bytes); left > 0; left--) spouts.Add(ReadSpout(ref bytes));
        var sections = new List<SectionSchema>();
        for (var left = ReadCount(ref bytes); left > 0; left--)
        {
            sections.Add(new(Codec.String.Read(ref bytes), Codec.String.Read(ref bytes)));
        }
        IReadOnlyList<SectionKeys> keys = version == Version ? ReadKeys(ref bytes) : [];
        var hasSlices = version == Version ? Codec.Boolean.Read(ref bytes) : version == VersionWithoutKeys;
        return new EpochManifest(incarnation, spouts, sections, hasSlices ? SliceManifest.ReadFrom(ref bytes) : null) { Keys = keys };
    }

    private void WriteKeys(ArrayBufferWriter<byte> bytes)
    {
        Codec.Int32.Write(bytes, Keys.Count);
        foreach (var section in Keys)
        {
            Codec.String.Write(bytes, section.Section);
            Codec.Int64.Write(bytes, section.Count);
        }
        Codec.Boolean.Write(bytes, Slices is not null);
    }

    private static List<SectionKeys> ReadKeys(ref ReadOnlySpan<byte> bytes)
    {
        var keys = new List<SectionKeys>();
        for (var left = ReadCount(ref bytes); left > 0; left--) keys.Add(new(Codec.String.Read(ref bytes), Codec.Int64.Read(ref bytes)));
        return keys;
    }

    private static SpoutPositions ReadSpout(ref ReadOnlySpan<byte> bytes)
    {
        var spout = Codec.String.Read(ref bytes);
        var task = Codec.Int32.Read(ref bytes);
        var source = Codec.String.Read(ref bytes);
        return new SpoutPositions(spout, task, source, ReadPositions(ref bytes), ReadPositions(ref bytes));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, IReadOnlyList<LogPosition> positions)
    {
        Codec.Int32.Write(bytes, positions.Count);
        foreach (var position in positions)
        {
            Codec.Int32.Write(bytes, position.Partition);
            Codec.Int64.Write(bytes, position.Offset);
        }
    }

    private static List<LogPosition> ReadPositions(ref ReadOnlySpan<byte> bytes)
    {
        var positions = new List<LogPosition>();
        for (var left = ReadCount(ref bytes); left > 0; left--)
        {
            positions.Add(new(Codec.Int32.Read(ref bytes), Codec.Int64.Read(ref bytes)));
        }
        return positions;
    }

    /// <summary>Reads how many parts follow, each of a byte or more.</summary>
    internal static int ReadCount(ref ReadOnlySpan<byte> bytes)
    {
        var count = Codec.Int32.Read(ref bytes);
        return count >= 0 && count <= bytes.Length ? count : throw CodecException.Malformed(Format, "a count that fits", bytes.Length);
    }
}
