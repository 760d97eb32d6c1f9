using System.Buffers;

namespace LambdaSpeed.State;

/// <summary>Stores a value of keyed state as its own codec does.</summary>
internal sealed class LastingCodec<T>(ICodec<T> value) : ICodec<Lasting<T>>
{
    public string Schema => value.Schema;

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Lasting<T> stored) => value.Write(destination, stored.Value);

    public Lasting<T> Read(ref ReadOnlySpan<byte> source) => new(value.Read(ref source));

    public ulong Hash(Lasting<T> stored) => value.Hash(stored.Value);
}
