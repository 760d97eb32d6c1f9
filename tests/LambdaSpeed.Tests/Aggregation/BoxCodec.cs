using System.Buffers;
using Box = LambdaSpeed.Tests.Aggregation.BrokenAggregator.Box;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>The codec of the boxes, of which a test may break reading and writing.</summary>
internal sealed class BoxCodec : ICodec<Box>
{
    public static readonly BoxCodec Instance = new();

    public Func<int, Box> OnRead { get; init; } = sum => new Box { Sum = sum };

    public int Surplus { get; init; }

    public string Schema => "box";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Box value)
    {
        Codec.Int32.Write(destination, value.Sum);
        destination.GetSpan(Surplus + 1);
        destination.Advance(Surplus);
    }

    public Box Read(ref ReadOnlySpan<byte> source) => OnRead(Codec.Int32.Read(ref source));

    public ulong Hash(Box value) => throw CodecException.NotAKey(Schema);
}
