using System.Buffers;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Calls;

/// <summary>Stores the tuples that one task of an async bolt held, in the order in which they had come.</summary>
internal sealed class KeptTuplesCodec<T>(ICodec<T> tuple) : ICodec<KeptTuple<T>[]>
{
    private const byte Version = 1;
    private const int SmallestEntry = 28; // bytes: what travels beside a tuple

    public string Schema { get; } = $"held<{tuple.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, KeptTuple<T>[] value)
    {
        Codec.Byte.Write(destination, Version);
        Codec.Int32.Write(destination, value.Length);
        foreach (var kept in value)
        {
            Codec.Int32.Write(destination, kept.Stamp.Position.Partition);
            Codec.Int64.Write(destination, kept.Stamp.Position.Offset);
            Codec.Int64.Write(destination, kept.Stamp.EventTime);
            Codec.Int64.Write(destination, kept.Stamp.Watermark);
            tuple.Write(destination, kept.Tuple);
        }
    }

    public KeptTuple<T>[] Read(ref ReadOnlySpan<byte> source)
    {
        var version = Codec.Byte.Read(ref source);
        if (version != Version) throw CodecException.UnknownVersion(Schema, version, Version, source.Length);
        var count = Codec.Int32.Read(ref source);
        if (count < 0 || count > source.Length / SmallestEntry) throw CodecException.Malformed(Schema, "a number of tuples", source.Length);

        var kept = new KeptTuple<T>[count];
        for (var i = 0; i < count; i++)
        {
            var position = new LogPosition(Codec.Int32.Read(ref source), Codec.Int64.Read(ref source));
            var stamp = new TupleStamp(position, Codec.Int64.Read(ref source), Codec.Int64.Read(ref source));
            kept[i] = new(tuple.Read(ref source), stamp);
        }
        return kept;
    }

    public ulong Hash(KeptTuple<T>[] value) => throw CodecException.NotAKey(Schema);
}
