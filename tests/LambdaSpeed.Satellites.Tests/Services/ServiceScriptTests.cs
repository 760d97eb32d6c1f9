using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Services;

/// <summary>The scripts that start and stop servers leave none behind, whatever they are told.</summary>
public sealed class ServiceScriptTests : IDisposable
{
    private static readonly string[] _services = ["rabbitmq", "activemq", "redis", "postgresql"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-services-");

    public ServiceScriptTests() => LocalServer.LetOthersIn(_directory);

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("activemq")]
    [InlineData("redis")]
    [InlineData("postgresql")]
    public async Task Server_StartedTwice_RunsOnce_AndIsStopped(string service)
    {
        await using var server = await Servers.StartOwnAsync(service);
        var first = Process(server);
        await server.StartAsync();
        Assert.Equal(first, Process(server));

        await server.StopAsync();
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(first));
    }

    [Fact]
    public async Task All_TakesARelativeFolder_AndItsOwnServersAgain()
    {
        await RequireAsync("postgresql");
        Assert.Equal(0, await AllAsync("start", "relative", "postgresql"));
        var environment = await File.ReadAllTextAsync(In("relative", "environment"), RunFixture.Cancel);
        Assert.StartsWith("export LAMBDASPEED_POSTGRESQL='Host=127.0.0.1;Port=", environment, StringComparison.Ordinal);
        Assert.Equal(0, await AllAsync("start", "relative", "postgresql", environment.Split('\'')[1]));
        Assert.Equal(environment, await File.ReadAllTextAsync(In("relative", "environment"), RunFixture.Cancel));
        Assert.Equal(0, await AllAsync("stop", "relative", "postgresql"));
    }

    [Fact]
    public async Task All_SaysWhatDoesNotStart_AndForgetsWhereItWas()
    {
        await RequireAsync("redis");
        Directory.CreateDirectory(In("broken", "redis"));
        await File.WriteAllTextAsync(In("broken", "redis", "data"), "no folder", RunFixture.Cancel);
        await File.WriteAllTextAsync(In("broken", "redis.environment"), "export LAMBDASPEED_REDIS='127.0.0.1:9'", RunFixture.Cancel);

        Assert.Equal(1, await AllAsync("start", "broken", "redis"));
        Assert.Equal("", await File.ReadAllTextAsync(In("broken", "environment"), RunFixture.Cancel));
    }

    private static async Task RequireAsync(string service)
    {
        if (!await LocalServer.IsInstalledAsync(service)) Assert.Skip($"{service} is not installed here");
    }

    private static int Process(LocalServer server) =>
        int.Parse(File.ReadAllText(Path.Combine(server.Folder, "pid")), CultureInfo.InvariantCulture);

    /// <summary>One service alone is asked for: variables name the others, and perhaps that one as well.</summary>
    private async Task<int> AllAsync(string action, string folder, string service, string named = "")
    {
        var start = new ProcessStartInfo(LocalServer.Script("all"), [action, folder]) { WorkingDirectory = _directory.FullName };
        foreach (var other in _services) start.Environment[$"LAMBDASPEED_{other.ToUpperInvariant()}"] = other == service ? named : "elsewhere";
        using var script = System.Diagnostics.Process.Start(start)!;
        await script.WaitForExitAsync(RunFixture.Cancel);
        return script.ExitCode;
    }

    private string In(params string[] parts) => Path.Combine([_directory.FullName, .. parts]);
}
