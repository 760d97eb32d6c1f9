using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores what a window by number amounts to.</summary>
internal sealed class CountedSumCodec<TAccumulator>(ICodec<TAccumulator> accumulator) : ICodec<CountedSum<TAccumulator>>
{
    public string Schema { get; } = $"counted {accumulator.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, CountedSum<TAccumulator> value)
    {
        Codec.Int64.Write(destination, value.Count);
        accumulator.Write(destination, value.Value);
    }

    public CountedSum<TAccumulator> Read(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int64.Read(ref source);
        if (count < 0) throw CodecException.Malformed(Schema, "a number that is not negative", source.Length);
        return new() { Count = count, Value = accumulator.Read(ref source) };
    }

    public ulong Hash(CountedSum<TAccumulator> value) => throw CodecException.NotAKey(Schema);
}
