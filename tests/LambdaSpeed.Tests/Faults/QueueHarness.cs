using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Faults;

/// <summary>A queue in memory that delivers what was not answered again, to the next who reads it.</summary>
/// <param name="decorate">What its source is wrapped in.</param>
internal sealed class QueueHarness(Func<IAcknowledgingSource<string>, IAcknowledgingSource<string>>? decorate = null) : IntakeHarness<string>
{
    private readonly Lock _gate = new();
    private readonly List<Delivery> _unanswered = []; // in the order in which they were sent; under the gate
    private readonly List<string> _rejected = [];     // under the gate
    private Channel<Delivery>? _read;                 // of the reader of now; under the gate

    /// <summary>How many messages wait for their answer.</summary>
    public int Unanswered
    {
        get
        {
            lock (_gate) return _unanswered.Count;
        }
    }

    /// <summary>Deliveries so far.</summary>
    public int Delivered { get; private set; }

    public override IAcknowledgingSource<string> Open() => decorate is null ? new Source(this) : decorate(new Source(this));

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(this, id, text);
        lock (_gate)
        {
            _unanswered.Add(delivery);
            _read?.Writer.TryWrite(delivery);
        }
        return Task.CompletedTask;
    }

    public override string TextOf(string message) => message;

    public override Task<IReadOnlyList<string>?> ReadRejectedAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<string>?>([.. _rejected]);
    }

    private ValueTask Answer(Delivery delivery, bool isRejected)
    {
        lock (_gate)
        {
            if (!_unanswered.Remove(delivery)) throw new InvalidOperationException($"message {delivery.MessageId} was answered twice");
            if (isRejected) _rejected.Add(delivery.Message);
        }
        return ValueTask.CompletedTask;
    }

    private sealed class Source(QueueHarness queue) : IAcknowledgingSource<string>
    {
        public async IAsyncEnumerable<IDelivery<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var read = Channel.CreateUnbounded<Delivery>();
            lock (queue._gate)
            {
                if (queue._read is not null) throw new InvalidOperationException("two read at the same time");
                queue._read = read;
                foreach (var delivery in queue._unanswered) read.Writer.TryWrite(delivery);
            }
            try
            {
                await foreach (var delivery in read.Reader.ReadAllAsync(cancellationToken))
                {
                    queue.Delivered++;
                    yield return delivery;
                }
            }
            finally
            {
                lock (queue._gate) queue._read = null;
            }
        }
    }

    private sealed class Delivery(QueueHarness queue, string id, string text) : IDelivery<string>
    {
        public string? MessageId => id;

        public string Message => text;

        public ValueTask AcknowledgeAsync(IntakeAnswer answer) => queue.Answer(this, isRejected: false);

        public ValueTask RejectAsync(string reason) => queue.Answer(this, isRejected: true);
    }
}
