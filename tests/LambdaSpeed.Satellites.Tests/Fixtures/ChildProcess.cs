using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Satellites.Tests.Checkpoints;
using LambdaSpeed.Satellites.Tests.Following;
using LambdaSpeed.Satellites.Tests.Kafka;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>This program once more, in another role than to test: it writes into a store and says how far it is, until it is killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const string Variable = "LAMBDASPEED_TEST_ROLE";

    private readonly Process _process;
    private readonly Task _reading;
    private long _said; // the last that it has said; written by the reader

    private ChildProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The role that this process is to play; null when it is to test.</summary>
    public static string? Role => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } role ? role : null;

    /// <summary>Starts a process that makes known commits into a store.</summary>
    public static ChildProcess ThatCommits(string directory) => Start("commit", directory);

    /// <summary>Starts a process that runs the followed topology.</summary>
    public static ChildProcess ThatRuns(string directory, long count) =>
        Start("run", directory, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts a process that runs the followed topology, with checkpoints in files, and keeps a store current.</summary>
    public static ChildProcess ThatFollows(StoreKind kind, ViewStoreHarness place, string directory, long count)
    {
        var (connection, part) = StorePlaces.AddressOf(place);
        return Start("follow", directory, count.ToString(CultureInfo.InvariantCulture), kind.ToString(), connection, part);
    }

    /// <summary>Starts a process that takes a queue in, until so many messages are stored.</summary>
    public static ChildProcess ThatTakesIn(string kind, string directory, string uri, string queue, long count) =>
        Start("take", kind, directory, uri, queue, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts a process that puts numbers out into a topic of Kafka.</summary>
    public static ChildProcess ThatSends(string bootstrapServers, string topic, string directory, int count) =>
        Start("send", bootstrapServers, topic, directory, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts a process that puts the numbers of a topic out into another one, as a member of a consumer group.</summary>
    public static ChildProcess ThatRelays(string bootstrapServers, string topic, string target, string directory) =>
        Start("relay", bootstrapServers, topic, target, directory);

    /// <summary>Waits until it ends by itself.</summary>
    public async Task EndsAsync()
    {
        await _process.WaitForExitAsync(RunFixture.Cancel).WaitAsync(RunFixture.Patience, RunFixture.Cancel);
        Assert.Equal(0, _process.ExitCode);
    }

    /// <summary>Waits until it says how far it is.</summary>
    public async Task SpeaksAsync()
    {
        for (var start = TimeProvider.System.GetTimestamp(); Volatile.Read(ref _said) == 0;)
        {
            if (_reading.IsCompleted || TimeProvider.System.GetElapsedTime(start) > RunFixture.Patience)
            {
                throw new TimeoutException("the child says nothing");
            }
            await Task.Delay(5, RunFixture.Cancel);
        }
    }

    /// <summary>Kills it after some time, and answers the last that it said; 0 when that was nothing.</summary>
    public async Task<long> KillAfterAsync(TimeSpan time)
    {
        await Task.Delay(time, RunFixture.Cancel);
        _process.Kill();
        await _reading;
        await _process.WaitForExitAsync(RunFixture.Cancel);
        return _said;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>Plays a role, until it is killed or at its end.</summary>
    public static async Task PlayAsync(string role)
    {
        var arguments = role.Split('\n');
        if (arguments[0] == "commit") Commit(arguments[1]);
        else if (arguments[0] == "take") await QueueTaker.TakeAsync(arguments[1..]);
        else if (arguments[0] == "relay") await KafkaRelay.RelayAsync(arguments[1..]);
        else if (arguments[0] == "send") await KafkaOutputs.SendAsync(arguments[1..]);
        else if (arguments[0] == "follow") await FollowAsync(arguments);
        else await RunAsync(RocksDbHarness.StoreAt(arguments[1]), arguments[2]);
    }

    private static ChildProcess Start(params string[] role)
    {
        var program = Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment[Variable] = string.Join('\n', role);
        return new(Process.Start(start)!);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (long.TryParse(line, CultureInfo.InvariantCulture, out var said)) Volatile.Write(ref _said, said);
        }
    }

    private static void Commit(string directory)
    {
        using var journal = RocksDbHarness.StoreAt(directory).Open("hits");
        for (var epoch = (journal.Latest?.Epoch.Number ?? 0) + 1; ; epoch++)
        {
            KnownCommits.Commit(journal, epoch);
            Console.WriteLine(epoch);
        }
    }

    private static async Task FollowAsync(string[] arguments)
    {
        await using var store = StorePlaces.OpenAt(Enum.Parse<StoreKind>(arguments[3]), arguments[4], arguments[5]);
        await RunAsync(CheckpointStore.InDirectory(arguments[1]), arguments[2], store);
    }

    private static async Task RunAsync(ICheckpointStore checkpoints, string count, params IEnumerable<IViewStore<string, long>> stores)
    {
        var options = new SpeedLayerOptions { Checkpoints = checkpoints };
        var topology = FollowedTopology.Of(long.Parse(count, CultureInfo.InvariantCulture), 40_000, stores);
        await using var run = await SpeedLayer.StartAsync(topology, options);
        while (!run.Completion.IsCompleted)
        {
            Console.WriteLine(run.PublishedEpoch.Number);
            await Task.Delay(5);
        }
        await run.StopAsync();
    }
}
