using System.Buffers;

namespace LambdaSpeed.Kafka;

/// <summary>Where the partitions of a topic ended before an epoch's outputs were sent: behind that they are to be looked for.
/// Immutable.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Ends">By partition: the offset of the next message.</param>
internal sealed record KafkaMark(string Topic, IReadOnlyList<long> Ends)
{
    private const string Format = "mark of a Kafka output";
    private const byte Version = 1;

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>(64 + (sizeof(long) * Ends.Count));
        Codec.Byte.Write(bytes, Version);
        Codec.String.Write(bytes, Topic);
        foreach (var end in Ends) Codec.Int64.Write(bytes, end);
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="CodecException">The bytes are no mark, or one of a newer version.</exception>
    public static KafkaMark FromBytes(ReadOnlySpan<byte> bytes)
    {
        var version = Codec.Byte.Read(ref bytes);
        if (version != Version) throw new CodecException($"The {Format} has version {version}; this library knows {Version}.");
        var topic = Codec.String.Read(ref bytes);
        var ends = new List<long>();
        while (!bytes.IsEmpty) ends.Add(Codec.Int64.Read(ref bytes));
        return new(topic, ends);
    }

    /// <summary>From where on a topic's partitions are to be looked through for outputs that were marked so.</summary>
    /// <param name="marks">The marks.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="ends">Where its partitions end now.</param>
    public static IEnumerable<LogPosition> Tails(IReadOnlyCollection<KafkaMark> marks, string topic, IReadOnlyList<long> ends)
    {
        if (!marks.Any(mark => mark.Topic == topic)) yield break; // nothing was ever sent to this one
        for (var partition = 0; partition < ends.Count; partition++)
        {
            // a partition that was added since is looked through from its beginning
            var from = marks.Where(mark => mark.Topic == topic).Min(mark => partition < mark.Ends.Count ? mark.Ends[partition] : 0);
            if (from < ends[partition]) yield return new(partition, from);
        }
    }
}
