using System.Runtime.CompilerServices;

namespace LambdaSpeed.Tests.Intake;

/// <summary>A broker without positions: it delivers in order what was not answered, and again after each lost connection.</summary>
/// <remarks>Deterministic: it waits only for the answers of what it has delivered, so a seed decides what is taken in together.</remarks>
internal sealed class SimulatedBroker(Random? random = null) : IAcknowledgingSource<BrokerMessage>
{
    private readonly Lock _gate = new();
    private readonly List<BrokerMessage> _waiting = [];    // not answered, or the answer was lost
    private int _outstanding;                              // deliveries of this connection that wait for their answer
    private TaskCompletionSource? _answered;               // somebody waits until nothing is outstanding

    /// <summary>All answers that were given, in order, also those that were lost on their way.</summary>
    public List<(BrokerMessage Message, IntakeAnswer Answer)> Answers { get; } = [];

    /// <summary>How many deliveries may be outstanding.</summary>
    public int Prefetch { get; set; } = int.MaxValue;

    /// <summary>One in so many answers is lost, and the message delivered again by the next connection; 0 for none.</summary>
    public int LostAnswers { get; set; }

    /// <summary>After so many deliveries a connection ends.</summary>
    public int MaxDeliveries { get; set; } = int.MaxValue;

    /// <summary>What it calls a message.</summary>
    public Func<BrokerMessage, string?> IdOf { get; set; } = message => message.Id;

    /// <summary>Whether it waits for more when all is delivered; else a connection ends.</summary>
    public bool Waits { get; set; }

    /// <summary>What is thrown on instead of delivering the next message.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<BrokerMessage> Waiting
    {
        get
        {
            lock (_gate) return [.. _waiting];
        }
    }

    public void Add(params BrokerMessage[] messages)
    {
        lock (_gate) _waiting.AddRange(messages);
    }

    public async IAsyncEnumerable<IDelivery<BrokerMessage>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BrokerMessage[] messages;
        lock (_gate)
        {
            messages = [.. _waiting];
            _outstanding = 0;
            _answered = null;
        }
        var delivered = 0;
        foreach (var message in messages)
        {
            if (Failure is { } failure) throw failure;
            if (cancellationToken.IsCancellationRequested || delivered++ == MaxDeliveries) yield break;

            await RoomAsync().WaitAsync(cancellationToken);
            lock (_gate) _outstanding++;
            yield return new BrokerDelivery(this, message);
        }
        if (Waits) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    public ValueTask Answer(BrokerMessage message, IntakeAnswer answer)
    {
        TaskCompletionSource? nobodyWaits = null;
        lock (_gate)
        {
            Answers.Add((message, answer));
            var isLost = LostAnswers > 0 && random!.Next(LostAnswers) == 0;
            if (!isLost) _waiting.Remove(message);
            if (--_outstanding == 0) (nobodyWaits, _answered) = (_answered, null);
            nobodyWaits?.TrySetResult();
            if (isLost && random!.Next(2) == 0) throw new IOException("the answer was lost");
        }
        return ValueTask.CompletedTask;
    }

    private Task RoomAsync()
    {
        lock (_gate)
        {
            if (_outstanding == 0 || (_outstanding < Prefetch && random?.Next(4) != 0)) return Task.CompletedTask;
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _answered.Task;
        }
    }
}
