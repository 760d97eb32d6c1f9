using System.Buffers;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

/// <summary>The verbs of the codec tests: write, read, copy by way of bytes.</summary>
internal static class CodecBytes
{
    public static byte[] Of<T>(ICodec<T> codec, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        codec.Write(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    public static string HexOf<T>(ICodec<T> codec, T value) => Convert.ToHexString(Of(codec, value));

    public static T Read<T>(ICodec<T> codec, byte[] bytes, out int left)
    {
        ReadOnlySpan<byte> source = bytes;
        var value = codec.Read(ref source);
        left = source.Length;
        return value;
    }

    /// <summary>Writes, reads, checks that exactly the written bytes were consumed.</summary>
    public static T Copy<T>(ICodec<T> codec, T value)
    {
        var copy = Read(codec, [.. Of(codec, value), 0xAB], out var left);
        Assert.Equal(1, left);
        return copy;
    }

    /// <summary>Whether the value comes back, equal and with an equal hash where it is a key.</summary>
    public static bool ComesBack<T>(ICodec<T> codec, T value)
    {
        var copy = Copy(codec, value);
        return Same(value, copy)
            && Of(codec, value).AsSpan().SequenceEqual(Of(codec, copy))
            && (!codec.IsKey || codec.Hash(value) == codec.Hash(copy));
    }

    /// <summary>Whether every prefix of the encoding is refused, and by nothing but a <see cref="CodecException"/>.</summary>
    public static void AssertTruncationsAreRefused<T>(ICodec<T> codec, T value)
    {
        var bytes = Of(codec, value);
        for (var length = 0; length < bytes.Length; length++)
        {
            var exception = Assert.Throws<CodecException>(() => Read(codec, bytes[..length], out _));
            Assert.Contains("'", exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Reads arbitrary bytes: a value or a <see cref="CodecException"/>, and bounded memory.</summary>
    public static bool IsSafe<T>(ICodec<T> codec, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(codec, bytes, out _);
        }
        catch (CodecException)
        {
            // refused, as it may be
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000;
    }

    private static bool Same<T>(T left, T right) => left is System.Collections.IEnumerable
        ? System.Text.Json.JsonSerializer.Serialize(left) == System.Text.Json.JsonSerializer.Serialize(right)
        : EqualityComparer<T>.Default.Equals(left, right);
}
