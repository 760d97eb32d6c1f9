using System.Text;
using LambdaSpeed.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A log on a simulated disk and a clock that stands still: everything happens when the test says so.</summary>
internal sealed class LogFixture : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private ReplayLogOptions _options;

    public LogFixture(ReplayLogOptions? options = null)
    {
        _options = (options ?? new ReplayLogOptions()) with { TimeProvider = Clock };
        Log = Open();
    }

    public SimulatedDisk Disk { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Start);

    public ReplayLog Log { get; private set; }

    public ReplayLog Open() => ReplayLog.Open(Disk.Open(), _options);

    public ReplayLog OpenToRead() => ReplayLog.Open(Disk.Open(), _options with { Access = LogAccess.Read });

    /// <summary>Ends the log in an orderly way and opens it again.</summary>
    public void Reopen(Func<ReplayLogOptions, ReplayLogOptions>? change = null)
    {
        Log.Close();
        _options = change?.Invoke(_options) ?? _options;
        Log = Open();
    }

    /// <summary>The power goes, and the log is opened again.</summary>
    public void CrashAndReopen(int seed)
    {
        Disk.Crash(new Random(seed));
        Log = Open();
    }

    /// <summary>The process dies, and the log is opened again.</summary>
    public void KillAndReopen()
    {
        Disk.Kill();
        Log = Open();
    }

    public LogPosition Append(string value, int partition = 0) => Log.Append(partition, new LogEntry(Encoding.UTF8.GetBytes(value)));

    public void AppendMany(int count, int from = 0)
    {
        for (var i = from; i < from + count; i++) Append($"v{i}");
    }

    public List<string> ReadAll(int partition = 0, LogStart? start = null)
    {
        using var reader = Log.OpenReader(partition, start);
        return ReadOn(reader);
    }

    public static List<string> ReadOn(LogReader reader)
    {
        var values = new List<string>();
        while (reader.TryRead(out var record)) values.Add(Encoding.UTF8.GetString(record.Value));
        return values;
    }

    public static IEnumerable<string> Values(int from, int to) => Enumerable.Range(from, to - from).Select(i => $"v{i}");

    public void Dispose()
    {
        try
        {
            Log.Close();
        }
        catch (Exception exception) when (exception is IOException or LogWriteException)
        {
            // the test has broken its disk
        }
    }
}
