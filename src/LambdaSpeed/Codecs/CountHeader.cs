using System.Buffers;

namespace LambdaSpeed.Codecs;

/// <summary>The head of everything that has a length: 0 is null, else the number of elements plus one, as a varint.</summary>
internal static class CountHeader
{
    /// <summary>What <see cref="Read"/> returns for null.</summary>
    public const int Null = -1;

    private const int FirstCapacity = 4096; // what a collection may reserve on the word of its header alone

    public static void Write(IBufferWriter<byte> destination, int count) => Varint.Write(destination, (ulong)(count + 1L));

    /// <summary>Consumes a count that the rest of the source can hold, since every element takes a byte or more.</summary>
    public static int Read(ref ReadOnlySpan<byte> source, string schema)
    {
        var head = Varint.Read(ref source, schema);
        if (head == 0) return Null;
        if (head - 1 > (ulong)source.Length) throw CodecException.Truncated(schema, head - 1, source.Length);

        return (int)(head - 1);
    }

    /// <summary>What to reserve for a count before its elements were seen.</summary>
    public static int CapacityOf(int count) => Math.Min(count, FirstCapacity);
}
