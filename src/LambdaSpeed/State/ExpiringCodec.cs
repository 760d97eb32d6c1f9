using System.Buffers;

namespace LambdaSpeed.State;

/// <summary>Stores a value of keyed state behind the moment at which it is gone, so that it has the time left after a restart.</summary>
internal sealed class ExpiringCodec<T>(ICodec<T> value) : ICodec<Expiring<T>>
{
    public string Schema => $"expiring {value.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, Expiring<T> stored)
    {
        Codec.Int64.Write(destination, stored.ExpiresAt);
        value.Write(destination, stored.Value);
    }

    public Expiring<T> Read(ref ReadOnlySpan<byte> source)
    {
        var expiresAt = Codec.Int64.Read(ref source);
        return new(value.Read(ref source), expiresAt);
    }

    public ulong Hash(Expiring<T> stored) => value.Hash(stored.Value);
}
