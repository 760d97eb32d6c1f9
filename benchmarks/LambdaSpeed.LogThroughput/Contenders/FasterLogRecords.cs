using FASTER.core;
using LambdaSpeed.LogThroughput.Running;

namespace LambdaSpeed.LogThroughput.Contenders;

/// <summary>FasterLog with a checksum for each entry, with its ordinary or its fast commit.</summary>
public sealed class FasterLogRecords(bool isFastCommit) : ILogContender
{
    private string _directory = "";   // where it is
    private FasterLogSettings? _settings; // of the open log
    private FasterLog? _log;          // open between Open and Close

    public string Name => isFastCommit ? "FasterLog-fast-commit" : "FasterLog";

    public void Open(string directory)
    {
        _directory = directory;
        OpenLog();
    }

    public void AppendAndSync(ReadOnlySpan<byte> records)
    {
        for (; records.Length > 0; records = records[Records.Bytes..]) _log!.Enqueue(records[..Records.Bytes]);
        _log!.Commit(spinWait: true);
    }

    public void Finish()
    {
        Close();
        OpenLog();
    }

    public (long Count, long Sum) Scan()
    {
        using var iterator = _log!.Scan(_log.BeginAddress, _log.CommittedUntilAddress);
        var summing = new Summing();
        while (iterator.TryConsumeNext(summing))
        {
        }
        return (summing.Count, summing.Sum);
    }

    public void Close()
    {
        _log!.Dispose();
        _settings!.LogDevice.Dispose();
    }

    private void OpenLog()
    {
        _settings = new FasterLogSettings
        {
            LogDevice = Devices.CreateLogDevice(Path.Combine(_directory, "log")),
            LogChecksum = LogChecksumType.PerEntry,
            FastCommitMode = isFastCommit,
        };
        _log = new FasterLog(_settings);
    }

    private sealed class Summing : ILogEntryConsumer
    {
        public long Count { get; private set; }

        public long Sum { get; private set; }

        public void Consume(ReadOnlySpan<byte> entry, long currentAddress, long nextAddress)
        {
            Count++;
            Sum += Records.NumberOf(entry);
        }
    }
}
