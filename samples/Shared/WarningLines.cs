using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Samples.Shared;

/// <summary>Prints warnings, what a run waits for above all, as a line each. One that goes on is printed every ten seconds. Errors are left
/// to whoever ends the program for them.</summary>
internal sealed class WarningLines(TextWriter output) : ILoggerFactory, ILogger
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<int, long> _printed = new(); // by event: when it was printed last

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;

        var now = Stopwatch.GetTimestamp();
        var last = _printed.GetOrAdd(eventId.Id, now);
        if (last != now && Stopwatch.GetElapsedTime(last, now) < Interval) return;

        _printed[eventId.Id] = now;
        lock (_printed) output.WriteLine($"warning: {formatter(state, exception)}{(exception is null ? "" : $": {exception.Message}")}");
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
