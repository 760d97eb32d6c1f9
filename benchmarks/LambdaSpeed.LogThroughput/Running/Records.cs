using System.Buffers.Binary;

namespace LambdaSpeed.LogThroughput.Running;

/// <summary>The records that every contender keeps: so many bytes each, all different, with a number in front.</summary>
public sealed class Records
{
    public const int Bytes = 100;

    private readonly byte[] _filler = new byte[64 * 1024];

    public Records(int count)
    {
        Count = count;
        new Random(1).NextBytes(_filler);
    }

    public int Count { get; }

    /// <summary>The sum of the numbers of all records.</summary>
    public long Sum => (long)Count * (Count - 1) / 2;

    /// <summary>The records from a number on, one behind the other.</summary>
    public byte[] Block(int from, int count)
    {
        var block = new byte[count * Bytes];
        for (var i = 0; i < count; i++)
        {
            var record = block.AsSpan(i * Bytes, Bytes);
            _filler.AsSpan((from + i) * 37 % (_filler.Length - Bytes), Bytes).CopyTo(record);
            BinaryPrimitives.WriteInt64LittleEndian(record, from + i);
        }
        return block;
    }

    public static long NumberOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record);
}
