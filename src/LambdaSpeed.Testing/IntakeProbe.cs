namespace LambdaSpeed.Testing;

/// <summary>The verbs of the intake's contract: messages that are sent, deliveries taken by hand, intakes into a log of the test's
/// own.</summary>
internal sealed class IntakeProbe<TMessage>(string clause, IntakeHarness<TMessage> harness, CancellationToken cancel)
    : ContractProbe(clause), IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("lambdaspeed-intake-").FullName;
    private ReplayLog? _log; // opened with the first intake

    public IntakeHarness<TMessage> Harness => harness;

    public CancellationToken Cancel => cancel;

    /// <summary>Sends messages whose text is their id; the operations tell their fate where the harness says so.</summary>
    public async Task<Task[]> SendAsync(int from, int count)
    {
        Task[] fates = [.. Enumerable.Range(from, count).Select(i => harness.SendAsync($"{i}", $"{i}", cancel))];
        if (harness.Redelivers) await Task.WhenAll(fates).WaitAsync(_patience, TimeProvider.System, cancel).ConfigureAwait(false);
        return fates;
    }

    /// <summary>Takes deliveries by one enumeration, has them answered while it lasts, and ends it.</summary>
    public async Task<List<IDelivery<TMessage>>> TakeAsync(int count, Func<IDelivery<TMessage>, ValueTask>? answer = null)
    {
        var taken = new List<IDelivery<TMessage>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var deliveries = harness.Open().ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await using (deliveries.ConfigureAwait(false))
        {
            while (taken.Count < count && await WithinAsync(deliveries.MoveNextAsync().AsTask(), "another delivery").ConfigureAwait(false))
            {
                taken.Add(deliveries.Current);
            }
            if (answer is not null)
            {
                foreach (var delivery in taken) await answer(delivery).ConfigureAwait(false);
            }
            await stop.CancelAsync().ConfigureAwait(false);
        }
        return taken;
    }

    /// <summary>Starts an intake; a text that begins with '!' is turned away.</summary>
    /// <param name="answered">Is asked before an answer reaches the source: whether it does, or is lost.</param>
    public async Task<LogIntake> StartAsync(Func<IDelivery<TMessage>, IntakeAnswer, ReplayLog, bool>? answered = null)
    {
        var log = _log ??= await ReplayLog.OpenAsync(_folder, new ReplayLogOptions { Partitions = 2 }, cancel).ConfigureAwait(false);
        IAcknowledgingSource<TMessage> source = harness.Open();
        if (answered is not null) source = new AnswerWatch<TMessage>(source, (delivery, answer) => answered(delivery, answer, log));
        return await LogIntake.StartAsync<TMessage, string>(source, log.WriterOf(Codec.String), (message, door) =>
        {
            var text = harness.TextOf(message);
            if (text.StartsWith('!')) door.Reject("it begins with '!'");
            else door.Accept(text);
        }, new IntakeOptions { Name = "contract" }, cancel).ConfigureAwait(false);
    }

    /// <summary>Waits until an intake has got somewhere.</summary>
    public async Task WaitAsync(LogIntake intake, Func<IntakeDescription, bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition(intake.Describe()))
        {
            if (intake.Completion.IsFaulted) await intake.Completion.ConfigureAwait(false);
            Require(TimeProvider.System.GetElapsedTime(start) < _patience, $"after {_patience} the intake says {intake.Describe()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Requires that the log holds these messages, each once.</summary>
    public void RequireStored(IEnumerable<string> owed)
    {
        var stored = Stored();
        var twice = stored.CountBy(text => text).FirstOrDefault(text => text.Value > 1);
        Require(twice.Key is null, $"message {twice.Key} is stored {twice.Value} times");
        var left = owed.ToHashSet();
        foreach (var text in stored) Require(left.Remove(text), $"message {text} is stored and should not be");
        Require(left.Count == 0, $"{left.Count} messages are not stored, among them {left.FirstOrDefault()}");
    }

    /// <summary>Whether the log has a text at a position, for good.</summary>
    public static bool IsDurable(ReplayLog log, LogPosition position, string text)
    {
        using var reader = log.OpenReader(position.Partition, LogStart.At(position));
        return log.DurableOffset(position.Partition) > position.Offset && reader.TryRead(out var record) && TextOf(record) == text;
    }

    public async Task<T> WithinAsync<T>(Task<T> owed, string what)
    {
        await Task.WhenAny(owed, Task.Delay(_patience, TimeProvider.System, cancel)).ConfigureAwait(false);
        Require(owed.IsCompleted, $"waited {_patience} for {what} in vain");
        return await owed.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null) await _log.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private List<string> Stored()
    {
        var texts = new List<string>();
        for (var partition = 0; partition < _log!.PartitionCount; partition++)
        {
            using var reader = _log.OpenReader(partition);
            while (reader.TryRead(out var record)) texts.Add(TextOf(record));
        }
        return texts;
    }

    private static string TextOf(in LogRecord record)
    {
        var bytes = record.Value;
        return Codec.String.Read(ref bytes);
    }
}
