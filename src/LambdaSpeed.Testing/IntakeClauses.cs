namespace LambdaSpeed.Testing;

/// <summary>The clauses of <see cref="IntakeContract"/>, for messages of one type.</summary>
internal static class IntakeClauses<TMessage>
{
    private static readonly IntakeAnswer _stored = IntakeAnswer.Acknowledged([new LogPosition(0, 1)]);

    public static ContractClauses<Func<IntakeProbe<TMessage>, Task>> All { get; } = new(
        nameof(IntakeContract),
        (nameof(Deliveries_ComeInOrder_WithTheirIds), Deliveries_ComeInOrder_WithTheirIds),
        (nameof(Enumeration_EndsWithItsToken), Enumeration_EndsWithItsToken),
        (nameof(Answered_IsNotDeliveredAgain), Answered_IsNotDeliveredAgain),
        (nameof(Unanswered_IsDeliveredAgain), Unanswered_IsDeliveredAgain),
        (nameof(Acknowledged_IsDurable), Acknowledged_IsDurable),
        (nameof(Redelivered_IsStoredOnce), Redelivered_IsStoredOnce),
        (nameof(Rejected_IsPutAside_AndNeverStored), Rejected_IsPutAside_AndNeverStored),
        (nameof(Server_ThatIsAway_IsWaitedFor_AndNothingIsLost), Server_ThatIsAway_IsWaitedFor_AndNothingIsLost));

    private static async Task Deliveries_ComeInOrder_WithTheirIds(IntakeProbe<TMessage> probe)
    {
        await probe.SendAsync(0, 500).ConfigureAwait(false);
        var taken = await probe.TakeAsync(500).ConfigureAwait(false); // before any is answered

        for (var i = 0; i < taken.Count; i++)
        {
            probe.Require(taken[i].MessageId == $"{i}", $"delivery {i} has the id '{taken[i].MessageId}'");
            probe.Require(probe.Harness.TextOf(taken[i].Message) == $"{i}", $"delivery {i} has the text of another");
        }
    }

    private static async Task Enumeration_EndsWithItsToken(IntakeProbe<TMessage> probe)
    {
        using var stop = new CancellationTokenSource();
        var deliveries = probe.Harness.Open().ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await using (deliveries.ConfigureAwait(false))
        {
            var next = deliveries.MoveNextAsync().AsTask();
            await stop.CancelAsync().ConfigureAwait(false);
            try
            {
                probe.Require(!await probe.WithinAsync(next, "the end").ConfigureAwait(false), "a delivery came that nobody had sent");
            }
            catch (OperationCanceledException) when (!probe.Cancel.IsCancellationRequested)
            {
                // as good
            }
        }
    }

    private static async Task Answered_IsNotDeliveredAgain(IntakeProbe<TMessage> probe)
    {
        await probe.SendAsync(0, 300).ConfigureAwait(false);
        await probe.TakeAsync(300, delivery =>
            delivery.MessageId!.EndsWith('7') ? delivery.RejectAsync("no") : delivery.AcknowledgeAsync(_stored)).ConfigureAwait(false);
        var taking = probe.Harness.Redelivers ? null : probe.TakeAsync(1); // one that nobody reads cannot be sent there
        await probe.SendAsync(300, 1).ConfigureAwait(false);
        var taken = await (taking ?? probe.TakeAsync(1)).ConfigureAwait(false);
        probe.Require(taken[0].MessageId == "300", $"message {taken[0].MessageId} was answered, and delivered again");
    }

    private static async Task Unanswered_IsDeliveredAgain(IntakeProbe<TMessage> probe)
    {
        var fates = await probe.SendAsync(0, 100).ConfigureAwait(false);
        await probe.TakeAsync(100, delivery =>
            delivery.MessageId!.EndsWith('3') ? ValueTask.CompletedTask : delivery.AcknowledgeAsync(_stored)).ConfigureAwait(false);
        if (probe.Harness.Redelivers)
        {
            var again = await probe.TakeAsync(10).ConfigureAwait(false);
            probe.Require(again.All(delivery => delivery.MessageId!.EndsWith('3')), "what was answered was delivered again");
            probe.Require(again.DistinctBy(delivery => delivery.MessageId).Count() == 10, "what was not answered came twice or not at all");
            return;
        }
        for (var i = 0; i < fates.Length; i++)
        {
            await Task.WhenAny(fates[i]).WaitAsync(probe.Cancel).ConfigureAwait(false);
            probe.Require(fates[i].IsFaulted == (i % 10 == 3), $"the sender of message {i} was told something else than what became of it");
        }
    }

    private static async Task Acknowledged_IsDurable(IntakeProbe<TMessage> probe)
    {
        var early = 0;
        var intake = await probe.StartAsync((delivery, answer, log) =>
        {
            if (!IntakeProbe<TMessage>.IsDurable(log, answer.Positions[0], probe.Harness.TextOf(delivery.Message))) early++;
            return true;
        }).ConfigureAwait(false);
        await using (intake.ConfigureAwait(false))
        {
            await probe.SendAsync(0, 1000).ConfigureAwait(false);
            await probe.WaitAsync(intake, found => found.Stored == 1000 && found.Outstanding == 0).ConfigureAwait(false);
        }
        probe.Require(early == 0, $"{early} messages were acknowledged before they were durable");
        probe.RequireStored(Enumerable.Range(0, 1000).Select(i => $"{i}"));
    }

    private static async Task Redelivered_IsStoredOnce(IntakeProbe<TMessage> probe)
    {
        if (!probe.Harness.Redelivers) return;
        await probe.SendAsync(0, 400).ConfigureAwait(false);
        var losing = await probe.StartAsync((delivery, _, _) => !delivery.MessageId!.EndsWith('3')).ConfigureAwait(false);
        await using (losing.ConfigureAwait(false))
        {
            await probe.WaitAsync(losing, found => found.Stored == 400).ConfigureAwait(false);
            await losing.StopAsync(probe.Cancel).ConfigureAwait(false);
        }
        await probe.SendAsync(400, 100).ConfigureAwait(false);
        var next = await probe.StartAsync().ConfigureAwait(false);
        await using (next.ConfigureAwait(false))
        {
            await probe.WaitAsync(next, found => found.Stored == 100 && found.Duplicates == 40).ConfigureAwait(false);
            await next.StopAsync(probe.Cancel).ConfigureAwait(false);
        }
        probe.RequireStored(Enumerable.Range(0, 500).Select(i => $"{i}"));
    }

    private static async Task Rejected_IsPutAside_AndNeverStored(IntakeProbe<TMessage> probe)
    {
        var intake = await probe.StartAsync().ConfigureAwait(false);
        await using (intake.ConfigureAwait(false))
        {
            for (var i = 0; i < 60; i++)
            {
                await probe.Harness.SendAsync($"{i}", i % 3 == 0 ? $"!{i}" : $"{i}", probe.Cancel).ConfigureAwait(false);
            }
            await probe.WaitAsync(intake, found => found is { Stored: 40, Rejected: 20, Outstanding: 0 }).ConfigureAwait(false);
            await intake.StopAsync(probe.Cancel).ConfigureAwait(false);
        }
        probe.RequireStored(Enumerable.Range(0, 60).Where(i => i % 3 != 0).Select(i => $"{i}"));
        if (await probe.Harness.ReadRejectedAsync(20, probe.Cancel).ConfigureAwait(false) is not { } aside) return;

        probe.Require(
            aside.Order().SequenceEqual(Enumerable.Range(0, 20).Select(i => $"!{3 * i}").Order()),
            $"put aside were {string.Join(", ", aside)}");
    }

    private static async Task Server_ThatIsAway_IsWaitedFor_AndNothingIsLost(IntakeProbe<TMessage> probe)
    {
        if (!probe.Harness.HasServer) return;
        await probe.SendAsync(0, 2000).ConfigureAwait(false);
        var intake = await probe.StartAsync().ConfigureAwait(false);
        await using (intake.ConfigureAwait(false))
        {
            await probe.WaitAsync(intake, found => found.Stored > 200).ConfigureAwait(false);
            await probe.Harness.KillServerAsync().ConfigureAwait(false);
            await probe.WaitAsync(intake, found => found.Source is { State: SourceState.Retrying, Failure.Length: > 0 })
                .ConfigureAwait(false);
            await probe.Harness.StartServerAsync().ConfigureAwait(false);
            await probe.SendAsync(2000, 500).ConfigureAwait(false);
            await probe.WaitAsync(intake, found => found.Stored == 2500 && found.Source is { State: SourceState.Reading, Failure: null })
                .ConfigureAwait(false);
            await intake.StopAsync(probe.Cancel).ConfigureAwait(false);
        }
        probe.RequireStored(Enumerable.Range(0, 2500).Select(i => $"{i}"));
    }
}
