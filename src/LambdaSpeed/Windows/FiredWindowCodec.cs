using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores what windows of panes have fired.</summary>
internal sealed class FiredWindowCodec<TAccumulator>(ICodec<TAccumulator> accumulator) : ICodec<FiredWindow<TAccumulator>>
{
    public string Schema { get; } = $"fired {accumulator.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, FiredWindow<TAccumulator> value)
    {
        Codec.Int32.Write(destination, value.Count);
        Codec.Boolean.Write(destination, value.IsPast);
        Codec.Int64.Write(destination, value.Pending);
        Codec.Boolean.Write(destination, value.HasSum);
        if (value.HasSum) accumulator.Write(destination, value.Sum);
    }

    public FiredWindow<TAccumulator> Read(ref ReadOnlySpan<byte> source)
    {
        var value = new FiredWindow<TAccumulator>
        {
            Count = Codec.Int32.Read(ref source),
            IsPast = Codec.Boolean.Read(ref source),
            Pending = Codec.Int64.Read(ref source),
            HasSum = Codec.Boolean.Read(ref source),
        };
        if (value.Count < 0 || value.Pending < 0) throw CodecException.Malformed(Schema, "numbers that are not negative", source.Length);
        if (value.HasSum) value.Sum = accumulator.Read(ref source);
        return value;
    }

    public ulong Hash(FiredWindow<TAccumulator> value) => throw CodecException.NotAKey(Schema);
}
