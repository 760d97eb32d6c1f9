using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Logging of a host that is shutting down: from some level on every message throws, or already the making of a logger.</summary>
internal sealed class ThrowingLoggerFactory(LogLevel least, bool cannotCreate = false) : ILoggerFactory, ILogger
{
    private volatile bool _isDisposed = cannotCreate;

    public ILogger CreateLogger(string categoryName)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ObjectDisposedException.ThrowIf(logLevel >= least, this);
    }

    public void Dispose() => _isDisposed = true;
}
