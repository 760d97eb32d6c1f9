using System.Text;
using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A queue of a test's own on a RabbitMQ server, with a dead-letter queue.</summary>
internal sealed class RabbitQueueHarness : IntakeHarness<RabbitMqMessage>
{
    private readonly string _uri;
    private readonly LocalServer? _server;
    private readonly SendsTogether _sends;
    private RabbitPublisher _publisher;

    private RabbitQueueHarness(string uri, LocalServer? server, RabbitPublisher publisher)
    {
        _uri = uri;
        _server = server;
        _publisher = publisher;
        _sends = new((messages, cancellationToken) => _publisher.PublishAsync(
            Queue, messages.Select(one => ((ReadOnlyMemory<byte>)one.Body, (string?)one.Id)), cancellationToken));
    }

    public string Queue { get; } = $"test-{Guid.NewGuid():N}";

    public string DeadLetters => Queue + "-dead";

    public RabbitMqQueueOptions Options => new() { Uri = _uri, Queue = Queue, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) } };

    public RabbitPublisher Publisher => _publisher;

    public override bool HasServer => _server is not null;

    /// <param name="uri">The server.</param>
    /// <param name="type">classic or quorum.</param>
    /// <param name="server">The same when it may be killed; disposed with the harness.</param>
    public static async Task<RabbitQueueHarness> NewAsync(string uri, string type, LocalServer? server = null)
    {
        var harness = new RabbitQueueHarness(uri, server, await RabbitPublisher.ConnectAsync(uri));
        await harness._publisher.DeclareAsync(harness.DeadLetters, new() { ["x-queue-type"] = type });
        await harness._publisher.DeclareAsync(harness.Queue, new()
        {
            ["x-queue-type"] = type, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = harness.DeadLetters,
        });
        if (server is not null) await RabbitPublisher.LetQueuesBeKnownAsync();
        return harness;
    }

    public override IAcknowledgingSource<RabbitMqMessage> Open() => new RabbitMqQueueSource(Options);

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken) => _sends.SendAsync(id, text, cancellationToken);

    /// <summary>Publishes so many messages, whose texts and ids are their numbers.</summary>
    public Task PublishAsync(int count) => _publisher.PublishAsync(
        Queue,
        Enumerable.Range(0, count).Select(i => ((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"), (string?)$"{i}")),
        CancellationToken.None);

    public override string TextOf(RabbitMqMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    public override async Task<IReadOnlyList<string>?> ReadRejectedAsync(int count, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await foreach (var delivery in new RabbitMqQueueSource(Options with { Queue = DeadLetters }).ReadAsync(cancellationToken))
        {
            texts.Add(TextOf(delivery.Message));
            if (texts.Count == count) break;
        }
        return texts;
    }

    public override Task KillServerAsync() => _server!.KillAsync();

    public override async Task StartServerAsync()
    {
        await _server!.StartAsync();
        await _publisher.DisposeAsync();
        _publisher = await RabbitPublisher.ConnectAsync(_uri, Queue);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is null) await _publisher.DeleteAsync([Queue, DeadLetters]);
        await _publisher.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        await base.DisposeAsync();
    }
}
