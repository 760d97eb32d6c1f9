using System.Buffers;

namespace LambdaSpeed.Codecs;

/// <summary>A codec that has a second form, in which the order of the bytes is the order of the values.</summary>
/// <remarks>Equal values have equal bytes, and no value's bytes begin those of another; so values can be found, and ranges of them walked
/// through, without being read. The order is that of <see cref="IComparable{T}"/>, of texts that of their code units, and of tuples that
/// of their items, the first first.</remarks>
internal interface IOrderedCodec<T> : ICodec<T>
{
    /// <summary>Whether the form exists: of a tuple its items decide.</summary>
    bool IsOrdered { get; }

    /// <summary>Appends the value.</summary>
    void WriteOrdered(IBufferWriter<byte> destination, T value);

    /// <summary>Consumes one value from the front.</summary>
    /// <exception cref="CodecException">The bytes are truncated or malformed; nothing else is ever thrown.</exception>
    T ReadOrdered(ref ReadOnlySpan<byte> source);
}
