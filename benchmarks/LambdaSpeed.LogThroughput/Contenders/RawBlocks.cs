using LambdaSpeed.LogThroughput.Running;
using Microsoft.Win32.SafeHandles;

namespace LambdaSpeed.LogThroughput.Contenders;

/// <summary>The limit of the disk: the bytes as they are, in one write for each sync; read back in blocks without any check.</summary>
public sealed class RawBlocks : ILogContender
{
    private SafeFileHandle? _file; // open between Open and Close
    private long _end;             // bytes written

    public string Name => "raw-blocks";

    public void Open(string directory)
    {
        _file = File.OpenHandle(Path.Combine(directory, "log"), FileMode.CreateNew, FileAccess.ReadWrite);
        _end = 0;
    }

    public void AppendAndSync(ReadOnlySpan<byte> records)
    {
        RandomAccess.Write(_file!, records, _end);
        RandomAccess.FlushToDisk(_file!);
        _end += records.Length;
    }

    public void Finish()
    {
    }

    public (long Count, long Sum) Scan()
    {
        var block = new byte[2500 * Records.Bytes];
        long count = 0, sum = 0;
        for (long at = 0; at < _end;)
        {
            var read = RandomAccess.Read(_file!, block, at);
            for (var i = 0; i < read; i += Records.Bytes)
            {
                sum += Records.NumberOf(block.AsSpan(i));
                count++;
            }
            at += read;
        }
        return (count, sum);
    }

    public void Close() => _file!.Dispose();
}
