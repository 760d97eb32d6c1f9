using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores the one key of what has no keys: in no bytes.</summary>
internal sealed class GlobalCodec : ICodec<Global>
{
    public static readonly GlobalCodec Instance = new();

    public string Schema => "global";

    public bool IsKey => true;

    public void Write(IBufferWriter<byte> destination, Global value)
    {
        // there is nothing to tell it from
    }

    public Global Read(ref ReadOnlySpan<byte> source) => default;

    public ulong Hash(Global value) => StableHash.Combine(1, 1);
}
