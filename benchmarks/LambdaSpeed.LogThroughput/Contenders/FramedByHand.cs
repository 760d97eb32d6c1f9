using System.Buffers.Binary;
using LambdaSpeed.LogThroughput.Running;
using LambdaSpeed.Storage;
using Microsoft.Win32.SafeHandles;

namespace LambdaSpeed.LogThroughput.Contenders;

/// <summary>What one would write by hand: blocks of length-prefixed records with a checksum for each block.</summary>
public sealed class FramedByHand : ILogContender
{
    private const int BlockTarget = 64 << 10;
    private const int HeaderBytes = 12;

    private readonly byte[] _block = new byte[2 * BlockTarget];
    private SafeFileHandle? _file; // open between Open and Close
    private long _end;             // bytes written

    public string Name => "framed-by-hand";

    public void Open(string directory)
    {
        _file = File.OpenHandle(Path.Combine(directory, "log"), FileMode.CreateNew, FileAccess.ReadWrite);
        _end = 0;
    }

    public void AppendAndSync(ReadOnlySpan<byte> records)
    {
        var at = HeaderBytes;
        var count = 0;
        for (; records.Length > 0; records = records[Records.Bytes..])
        {
            BinaryPrimitives.WriteInt32LittleEndian(_block.AsSpan(at), Records.Bytes);
            records[..Records.Bytes].CopyTo(_block.AsSpan(at + 4));
            at += 4 + Records.Bytes;
            count++;
            if (at < BlockTarget) continue;
            WriteBlock(at, count);
            at = HeaderBytes;
            count = 0;
        }
        if (count > 0) WriteBlock(at, count);
        RandomAccess.FlushToDisk(_file!);
    }

    public void Finish()
    {
    }

    public (long Count, long Sum) Scan()
    {
        var buffer = new byte[4 * BlockTarget];
        long count = 0, sum = 0, position = 0;
        while (position < _end)
        {
            var read = RandomAccess.Read(_file!, buffer, position);
            var at = 0;
            while (read - at >= HeaderBytes)
            {
                var bytes = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
                if (bytes > read - at) break;

                var block = buffer.AsSpan(at, bytes);
                if (Crc32C.Append(0, block[8..]) != BinaryPrimitives.ReadUInt32LittleEndian(block[4..])) throw new InvalidDataException();
                sum += ReadBlock(block, ref count);
                at += bytes;
            }
            position += at;
        }
        return (count, sum);
    }

    public void Close() => _file!.Dispose();

    private static long ReadBlock(ReadOnlySpan<byte> block, ref long count)
    {
        var sum = 0L;
        var records = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
        var at = HeaderBytes;
        for (var i = 0; i < records; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(block[at..]);
            sum += Records.NumberOf(block.Slice(at + 4, length));
            at += 4 + length;
        }
        count += records;
        return sum;
    }

    private void WriteBlock(int bytes, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_block, bytes);
        BinaryPrimitives.WriteInt32LittleEndian(_block.AsSpan(8), count);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), Crc32C.Append(0, _block.AsSpan(8, bytes - 8)));
        RandomAccess.Write(_file!, _block.AsSpan(0, bytes), _end);
        _end += bytes;
    }
}
