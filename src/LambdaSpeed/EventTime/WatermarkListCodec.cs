using System.Buffers;

namespace LambdaSpeed.EventTime;

/// <summary>Stores the watermarks of the partitions that one task reads, in order.</summary>
internal sealed class WatermarkListCodec : ICodec<long[]>
{
    public static readonly WatermarkListCodec Instance = new();

    private const int MostPartitions = 1 << 16;

    public string Schema => "watermarks";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, long[] value)
    {
        Codec.Int32.Write(destination, value.Length);
        foreach (var watermark in value) Codec.Int64.Write(destination, watermark);
    }

    public long[] Read(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int32.Read(ref source);
        if (count is < 0 or > MostPartitions) throw CodecException.Malformed(Schema, "a number of partitions", source.Length);

        var watermarks = new long[count];
        for (var i = 0; i < count; i++) watermarks[i] = Codec.Int64.Read(ref source);
        return watermarks;
    }

    public ulong Hash(long[] value) => throw CodecException.NotAKey(Schema);
}
