using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(Servers))]

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>One server of each kind for all tests: the one that a variable names, or one that the first test in need starts.</summary>
public sealed class Servers : IAsyncLifetime
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, LocalServer> _started = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>What a client needs to connect; skips the test where there is no server.</summary>
    public async Task<string> ConnectionAsync(string service)
    {
        var variable = $"LAMBDASPEED_{service.ToUpperInvariant()}";
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) return named;

        await _turn.WaitAsync();
        try
        {
            if (!_started.TryGetValue(service, out var server)) _started.Add(service, server = await StartOwnAsync(service, variable));
            return server.Connection;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A server of the test's own, to be stopped and killed; skips the test where it is not installed.</summary>
    public static Task<LocalServer> StartOwnAsync(string service, params (string Name, string Value)[] environment) =>
        StartOwnAsync(service, "", environment);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started.Values) await server.DisposeAsync();
    }

    private static async Task<LocalServer> StartOwnAsync(
        string service, string variable, params (string Name, string Value)[] environment)
    {
        if (!await LocalServer.IsInstalledAsync(service))
        {
            Assert.Skip($"{service} is not installed here" + (variable.Length > 0 ? $", and {variable} names no server" : ""));
        }
        return await LocalServer.StartNewAsync(service, environment);
    }
}
