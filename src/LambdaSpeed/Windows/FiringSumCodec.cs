using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores what a session amounts to, with what of it has been fired.</summary>
internal sealed class FiringSumCodec<TAccumulator>(ICodec<TAccumulator> accumulator) : ICodec<FiringSum<TAccumulator>>
{
    private const int LeastBytes = 20; // of a firing: two times and a number

    public string Schema { get; } = $"firing {accumulator.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, FiringSum<TAccumulator> value)
    {
        accumulator.Write(destination, value.Value);
        Codec.Int32.Write(destination, value.Count);
        Codec.Boolean.Write(destination, value.IsPast);
        Codec.Int64.Write(destination, value.Pending);
        Codec.Boolean.Write(destination, value.HasSince);
        if (value.HasSince) accumulator.Write(destination, value.Since);
        Codec.Int32.Write(destination, value.Fired?.Length ?? 0);
        foreach (var fired in value.Fired ?? [])
        {
            Codec.Int64.Write(destination, fired.First);
            Codec.Int64.Write(destination, fired.Last);
            Codec.Int32.Write(destination, fired.Index);
            accumulator.Write(destination, fired.Value);
        }
    }

    public FiringSum<TAccumulator> Read(ref ReadOnlySpan<byte> source)
    {
        var value = new FiringSum<TAccumulator>
        {
            Value = accumulator.Read(ref source),
            Count = Codec.Int32.Read(ref source),
            IsPast = Codec.Boolean.Read(ref source),
            Pending = Codec.Int64.Read(ref source),
            HasSince = Codec.Boolean.Read(ref source),
        };
        if (value.Count < 0 || value.Pending < 0) throw CodecException.Malformed(Schema, "numbers that are not negative", source.Length);
        if (value.HasSince) value.Since = accumulator.Read(ref source);
        var count = Codec.Int32.Read(ref source);
        if (count < 0 || count > source.Length / LeastBytes) throw CodecException.Malformed(Schema, "a number of firings", source.Length);
        if (count == 0) return value;

        value.Fired = new FiredSession<TAccumulator>[count];
        for (var i = 0; i < count; i++)
        {
            var (first, last) = (Codec.Int64.Read(ref source), Codec.Int64.Read(ref source));
            value.Fired[i] = new(first, last, Codec.Int32.Read(ref source), accumulator.Read(ref source));
        }
        return value;
    }

    public ulong Hash(FiringSum<TAccumulator> value) => throw CodecException.NotAKey(Schema);
}
