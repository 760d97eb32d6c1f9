using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>Counts how often members of a group say that partitions have left them without their last positions.</summary>
internal sealed class HandOverLog : ILoggerFactory, ILogger
{
    private const int NotCommitted = 215;

    private int _warnings;

    public int Warnings => Volatile.Read(ref _warnings);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == NotCommitted) Interlocked.Increment(ref _warnings);
    }

    public void Dispose()
    {
    }
}
