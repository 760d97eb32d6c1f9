using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>One UTF-16 code unit, little endian; a lone surrogate is as good as any.</summary>
internal readonly struct CharFormat : IFixedFormat<char>
{
    public static string Schema => "char";

    public static int Size => 2;

    public static string Expected => "2 bytes";

    public static FixedOrder Order => FixedOrder.Unsigned;

    public static void Put(Span<byte> destination, char value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, value);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out char value)
    {
        value = (char)BinaryPrimitives.ReadUInt16LittleEndian(source);
        return true;
    }

    public static ulong Hash(char value) => StableHash.Of((long)value);
}
