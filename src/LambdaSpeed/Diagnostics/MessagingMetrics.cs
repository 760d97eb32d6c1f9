using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed;

/// <summary>What is counted of a broker that is read or written, by OpenTelemetry's names for messaging:
/// <c>messaging.client.consumed.messages</c>, <c>messaging.client.sent.messages</c> and <c>messaging.client.operation.duration</c> of the
/// meter "LambdaSpeed". For sources and outlets of your own; sources that derive from <see cref="ReconnectingSource{TMessage}"/> count by
/// themselves.</summary>
/// <remarks>Safe from any thread; without a listener it costs a look.</remarks>
/// <param name="system">The broker's kind, as <c>rabbitmq</c> (<c>messaging.system</c>).</param>
/// <param name="destination">The queue or topic (<c>messaging.destination.name</c>).</param>
public sealed class MessagingMetrics(string system, string destination)
{
    /// <summary>Messages were delivered to the source.</summary>
    /// <param name="count">How many.</param>
    public void Consumed(int count = 1)
    {
        if (LambdaSpeedTelemetry.MessagesConsumed.Enabled) LambdaSpeedTelemetry.MessagesConsumed.Add(count, Tags("receive"));
    }

    /// <summary>Messages were sent and acknowledged, or could not be.</summary>
    /// <param name="count">How many have arrived.</param>
    /// <param name="duration">How long their acknowledgement was waited for.</param>
    /// <param name="error">Of what kind the failure is (<c>error.type</c>); null when all have arrived.</param>
    public void Sent(int count, TimeSpan duration, string? error = null)
    {
        var tags = Tags("send");
        if (count > 0 && LambdaSpeedTelemetry.MessagesSent.Enabled) LambdaSpeedTelemetry.MessagesSent.Add(count, tags);
        if (error is not null) tags.Add("error.type", error);
        LambdaSpeedTelemetry.MessagingOperation.Record(duration.TotalSeconds, tags);
    }

    /// <summary>Connects, and measures how long that took.</summary>
    /// <typeparam name="T">What a connection is.</typeparam>
    /// <param name="connect">Connects; fails by a <see cref="LambdaSpeedException"/>.</param>
    /// <param name="kindOf">Of what kind a failure is (<c>error.type</c>).</param>
    /// <param name="clock">Measures.</param>
    public async Task<T> ConnectAsync<T>(Func<Task<T>> connect, Func<LambdaSpeedException, string> kindOf, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(connect);
        ArgumentNullException.ThrowIfNull(kindOf);
        ArgumentNullException.ThrowIfNull(clock);
        var start = clock.GetTimestamp();
        try
        {
            var connected = await connect().ConfigureAwait(false);
            Connected(clock.GetElapsedTime(start));
            return connected;
        }
        catch (LambdaSpeedException failure)
        {
            Connected(clock.GetElapsedTime(start), kindOf(failure));
            throw;
        }
    }

    /// <summary>The source or outlet has connected, or has tried to.</summary>
    /// <param name="duration">How long that took.</param>
    /// <param name="error">Of what kind its failure is (<c>error.type</c>); null when it has connected.</param>
    public void Connected(TimeSpan duration, string? error = null)
    {
        var tags = Tags("connect");
        if (error is not null) tags.Add("error.type", error);
        LambdaSpeedTelemetry.MessagingOperation.Record(duration.TotalSeconds, tags);
    }

    private TagList Tags(string operation) => new()
    {
        { "messaging.system", system }, { "messaging.operation.name", operation }, { "messaging.destination.name", destination },
    };
}
