using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Immutable arrays, in the format of lists; the default one is null. Not keys: they are equal by reference.</summary>
internal sealed class ImmutableArrayCodec<T>(ICodec<T> element) : ICodec<ImmutableArray<T>>
{
    private readonly ArrayCodec<T> _array = new(element);

    public string Schema => _array.Schema;

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, ImmutableArray<T> value) =>
        _array.Write(destination, ImmutableCollectionsMarshal.AsArray(value)!);

    public ImmutableArray<T> Read(ref ReadOnlySpan<byte> source) =>
        ImmutableCollectionsMarshal.AsImmutableArray(_array.Read(ref source));

    public ulong Hash(ImmutableArray<T> value) => throw CodecException.NotAKey(Schema);
}
