using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed.Diagnostics;

/// <summary>A logger whose failures are its own: a provider that throws, since its host is shutting down, say, must neither fail a run nor
/// keep it from ending.</summary>
internal sealed class HarmlessLogger(ILogger inner) : ILogger
{
    /// <summary>A logger of a category; one that logs nowhere when the factory makes none any more.</summary>
    public static ILogger Of(ILoggerFactory factory, string category)
    {
        try
        {
            return new HarmlessLogger(factory.CreateLogger(category));
        }
        catch (Exception) // whatever it is, there is no place to report it to
        {
            return NullLogger.Instance;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // the message is lost, and nothing else
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
