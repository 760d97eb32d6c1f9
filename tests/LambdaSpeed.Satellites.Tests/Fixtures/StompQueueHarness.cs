using System.Text;
using LambdaSpeed.Stomp;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A queue of a test's own on an ActiveMQ server, whose dead-letter queues are as <c>eng/services/activemq</c> has them. STOMP cannot
/// delete a queue: it stays, empty.</summary>
internal sealed class StompQueueHarness : IntakeHarness<StompMessage>
{
    private readonly string _uri;
    private readonly LocalServer? _server;
    private readonly SendsTogether _sends;
    private StompSender _sender;

    private StompQueueHarness(string uri, LocalServer? server, StompSender sender)
    {
        _uri = uri;
        _server = server;
        _sender = sender;
        _sends = new((messages, cancellationToken) => _sender.SendAsync(Queue, messages, cancellationToken));
    }

    public string Queue { get; } = $"test.{Guid.NewGuid():N}";

    public StompQueueOptions Options => OptionsOf(_uri, Queue);

    public override bool HasServer => _server is not null;

    /// <param name="uri">The server.</param>
    /// <param name="server">The same when it may be killed; disposed with the harness.</param>
    public static async Task<StompQueueHarness> NewAsync(string uri, LocalServer? server = null) =>
        new(uri, server, await StompSender.ConnectAsync(uri));

    public static StompQueueOptions OptionsOf(string uri, string queue) => new()
    {
        Uri = uri, Queue = queue, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) }, MessageId = message => message.Headers.Find(StompSender.IdHeader),
    };

    /// <summary>Sends so many messages, whose texts and ids are their numbers.</summary>
    public Task SendAsync(int count) =>
        _sender.SendAsync(Queue, Enumerable.Range(0, count).Select(i => ($"{i}", Encoding.UTF8.GetBytes($"{i}"))), CancellationToken.None);

    public override IAcknowledgingSource<StompMessage> Open() => new StompQueueSource(Options);

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken) => _sends.SendAsync(id, text, cancellationToken);

    public override string TextOf(StompMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    public override async Task<IReadOnlyList<string>?> ReadRejectedAsync(int count, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await foreach (var delivery in new StompQueueSource(Options with { Queue = "DLQ." + Queue }).ReadAsync(cancellationToken))
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
        await _sender.DisposeAsync();
        _sender = await StompSender.ConnectAsync(_uri);
    }

    public override async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        await base.DisposeAsync();
    }
}
