using System.Buffers;

namespace LambdaSpeed.Codecs;

/// <summary>Asks codecs of any kind for their ordered form.</summary>
internal static class OrderedForm
{
    /// <summary>Whether a codec has one.</summary>
    public static bool Exists<T>(ICodec<T> codec) => codec is IOrderedCodec<T> { IsOrdered: true };

    /// <summary>Appends a value whose codec has the form.</summary>
    public static void Write<T>(ICodec<T> codec, IBufferWriter<byte> destination, T value) =>
        ((IOrderedCodec<T>)codec).WriteOrdered(destination, value);

    /// <summary>Consumes a value whose codec has the form.</summary>
    public static T Read<T>(ICodec<T> codec, ref ReadOnlySpan<byte> source) => ((IOrderedCodec<T>)codec).ReadOrdered(ref source);
}
