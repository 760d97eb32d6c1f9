using System.Diagnostics;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A server of a test's own, started, stopped and killed by the script of its name in <c>eng/services</c>.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly string _service;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-server-");

    private readonly (string Name, string Value)[] _environment;

    private LocalServer(string service, (string Name, string Value)[] environment)
    {
        _service = service;
        _environment = environment;
        LetOthersIn(_folder);
    }

    /// <summary>What a client needs to connect.</summary>
    public string Connection => File.ReadAllText(Path.Combine(_folder.FullName, "connection")).Trim();

    /// <summary>Where it lives.</summary>
    public string Folder => _folder.FullName;

    public static async Task<bool> IsInstalledAsync(string service) =>
        !OperatingSystem.IsWindows() && (await RunAsync(service, ["installed"])).Code == 0;

    public static async Task<LocalServer> StartNewAsync(string service, params (string Name, string Value)[] environment)
    {
        var server = new LocalServer(service, environment);
        try
        {
            await server.DoAsync("start");
        }
        catch
        {
            server._folder.Delete(recursive: true);
            throw;
        }
        return server;
    }

    public Task StartAsync() => DoAsync("start");

    public Task StopAsync() => DoAsync("stop");

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync() => DoAsync("kill");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task DoAsync(string action)
    {
        var (code, output) = await RunAsync(_service, [action, _folder.FullName], _environment);
        if (code != 0) throw new InvalidOperationException($"eng/services/{_service} {action} ended with {code}: {output}");
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string service, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Script(service), arguments) { RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var script = Process.Start(start)!;
        var output = script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, script.ExitCode == 0 ? "" : await output);
    }

    /// <summary>Lets a server's own user enter a folder.</summary>
    public static void LetOthersIn(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite |
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>The script of that name.</summary>
    public static string Script(string service) => Path.Combine(Root(), "eng", "services", service);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaSpeed.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no LambdaSpeed.sln above {AppContext.BaseDirectory}");
    }
}
