using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed;

/// <summary>What is counted of a broker that is read, by OpenTelemetry's names for messaging: <c>messaging.client.consumed.messages</c> and
/// <c>messaging.client.operation.duration</c> of the meter "LambdaSpeed". For sources of your own; those that derive from
/// <see cref="ReconnectingSource{TMessage}"/> count by themselves.</summary>
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

    /// <summary>The source has connected and begun to read, or has tried to.</summary>
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
