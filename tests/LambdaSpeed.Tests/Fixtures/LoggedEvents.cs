using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Keeps what a run logs.</summary>
internal sealed class LoggedEvents : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, string Message)> _events = [];

    public ILogger CreateLogger(string categoryName) => this;

    /// <summary>The messages of an event.</summary>
    public List<string> Of(int id)
    {
        lock (_gate) return [.. _events.Where(logged => logged.Id == id).Select(logged => logged.Message)];
    }

    public void AddProvider(ILoggerProvider provider)
    {
        // there is one listener, this one
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate) _events.Add((eventId.Id, formatter(state, exception)));
    }

    public void Dispose()
    {
        // nothing to give back
    }
}
