using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Tests.Intake;

/// <summary>Listens to what an intake logs, and tells of each failure of the log on the intake's own thread.</summary>
internal sealed class DelayWatch(Action delayed) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<int> _events = [];

    public IReadOnlyList<int> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // there is one listener, this one
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate) _events.Add(eventId.Id);
        if (eventId.Id == 64) delayed();
    }

    public void Dispose()
    {
        // nothing to give back
    }
}
