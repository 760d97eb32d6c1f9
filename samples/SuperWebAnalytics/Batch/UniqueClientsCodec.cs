using System.Buffers;
using LambdaSpeed;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Sketches;

namespace SuperWebAnalytics.Batch;

/// <summary>A byte that says which of both there is, then that.</summary>
internal sealed class UniqueClientsCodec : ICodec<UniqueClients>
{
    private const byte Nobody = 0;
    private const byte Known = 1;
    private const byte Estimated = 2;

    private static readonly ICodec<HashSet<string>> Set = Codec.For<HashSet<string>>();
    private static readonly ICodec<HllSketch> Sketch = AccumulatorCodecs.Hll;

    public static UniqueClientsCodec Instance { get; } = new();

    public string Schema => "uniqueclients";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, UniqueClients value)
    {
        destination.Write([value.Known is not null ? Known : value.Sketch is not null ? Estimated : Nobody]);
        if (value.Known is not null) Set.Write(destination, value.Known);
        else if (value.Sketch is not null) Sketch.Write(destination, value.Sketch);
    }

    public UniqueClients Read(ref ReadOnlySpan<byte> source)
    {
        var kind = Codec.Byte.Read(ref source);
        return kind switch
        {
            Nobody => new(),
            Known => new(Set.Read(ref source), null),
            Estimated => new(null, Sketch.Read(ref source)),
            _ => throw new CodecException($"a byte of {Schema} is {kind}, and 0, 1 or 2 is expected"),
        };
    }

    public ulong Hash(UniqueClients value) => throw new NotSupportedException($"{Schema} is no key");
}
