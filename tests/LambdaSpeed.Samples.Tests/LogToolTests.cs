using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>The tool with which people look inside a log.</summary>
public sealed class LogToolTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Log => _scratch.PathTo("log");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Append_FromTheStandardInput_IsDumpedAgain()
    {
        (await RunAsync("one a\ntwo b\nthree a\n", "append", "--log", Log, "--key-field", "2")).RequireSuccess();

        var dump = await RunAsync("", "dump", "--log", Log, "--from", "1", "--count", "1");

        dump.RequireSuccess();
        var fields = dump.Output.TrimEnd().Split('\t');
        Assert.Equal(("0@1", "b", "two b"), (fields[0], fields[2], fields[3]));
    }

    [Fact]
    public async Task Append_FromAFile_GoesToThePartitionsOfItsKeys()
    {
        var file = _scratch.Write("lines.txt", "a 1\nb 2\nc 3\na 4\n");
        (await RunAsync("", "append", "--log", Log, "--input", file, "--partitions", "2", "--key-field", "1")).RequireSuccess();

        var describe = await RunAsync("", "describe", "--log", Log);
        var verify = await RunAsync("", "verify", "--log", Log);

        describe.RequireSuccess();
        Assert.Contains("2 partition(s)", describe.Output);
        verify.RequireSuccess();
        Assert.Contains("0 damaged", verify.Output);
    }

    [Fact]
    public async Task Verify_OfADamagedLog_SaysWhere_AndTruncateMendsIt()
    {
        for (var i = 0; i < 3; i++) (await RunAsync($"line {i}\n", "append", "--log", Log)).RequireSuccess();
        var segment = Directory.GetFiles(Log, "*.segment", SearchOption.AllDirectories)[0];
        var bytes = File.ReadAllBytes(segment);
        bytes[240] ^= 1;
        File.WriteAllBytes(segment, bytes);

        var verify = await RunAsync("", "verify", "--log", Log);
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("0@1", verify.Output);
        Assert.Equal(1, (await RunAsync("more\n", "append", "--log", Log)).ExitCode);

        (await RunAsync("", "truncate", "--log", Log, "--at", "1")).RequireSuccess();
        (await RunAsync("more\n", "append", "--log", Log)).RequireSuccess();
        Assert.Equal(2, (await RunAsync("", "dump", "--log", Log)).Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task WrongUse_IsRefused()
    {
        (await RunAsync("")).RequireRefusal("append", "dump");
        (await RunAsync("", "dump")).RequireRefusal("--log");
        (await RunAsync("", "truncate", "--log", Log)).RequireRefusal("--at");
        Assert.Equal(1, (await RunAsync("", "dump", "--log", Log)).ExitCode);
        Assert.False(Directory.Exists(Log));
    }

    private static Task<SampleRun> RunAsync(string input, params string[] args) => SampleRun.OfAsync(
        (words, output, error, interrupt) => global::LogTool.LogToolApp.RunAsync(words, new StringReader(input), output, error, interrupt), args);
}
