using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Intake;

/// <summary>Takes deliveries in until there are no more: gathers what is there, stores it, answers it.</summary>
/// <remarks>While a group is being made durable further deliveries gather in the source, and are the next group: the slower the disk, the
/// more share a sync.</remarks>
/// <param name="source">Where the deliveries come from.</param>
/// <param name="group">The one group; filled, stored and answered again and again.</param>
/// <param name="options">The intake's.</param>
/// <param name="counts">What it counts.</param>
/// <param name="logger">Where it reports.</param>
/// <param name="stop">Cancelled to end: by the owner, or here when it cannot go on.</param>
internal sealed class IntakeLoop<TMessage, TRecord>(
    IAcknowledgingSource<TMessage> source, IntakeGroup<TMessage, TRecord> group, IntakeOptions options, IntakeCounts counts,
    ILogger logger, CancellationTokenSource stop)
{
    private readonly List<(TakenDelivery<TMessage> Taken, Task Answer)> _answers = []; // of the present group, those that take time

    /// <summary>Ends when the source ends or the stop is asked for, and all that was taken is answered.</summary>
    /// <exception cref="IntakeException">It cannot go on.</exception>
    public async Task RunAsync()
    {
        try
        {
            var deliveries = source.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
            await using (deliveries.ConfigureAwait(false))
            {
                await TakeAllAsync(new DeliveryFeed<TMessage>(deliveries)).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not (IntakeException or InvariantViolationException))
        {
            throw IntakeException.SourceFailed(options.Name, exception);
        }
    }

    private async Task TakeAllAsync(DeliveryFeed<TMessage> deliveries)
    {
        while (await HasNextAsync(deliveries).ConfigureAwait(false))
        {
            do Take(deliveries.Current);
            while (!group.IsFull && deliveries.TryMove());

            try
            {
                await StoreAsync().ConfigureAwait(false);
                await AnswerAsync().ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await deliveries.RestAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async ValueTask<bool> HasNextAsync(DeliveryFeed<TMessage> deliveries)
    {
        try
        {
            return await deliveries.MoveAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Take(IDelivery<TMessage> delivery)
    {
        counts.CountReceived();
        group.Take(delivery);
    }

    /// <summary>Returns when all of the group is durable, however long the log fails; but once a stop is asked for only one attempt more is
    /// made.</summary>
    private async Task StoreAsync()
    {
        for (var failures = 1; ; failures++)
        {
            var isLast = stop.IsCancellationRequested;
            if (await TryStoreAsync().ConfigureAwait(false) is not { } failure) break;

            counts.CountLogFailure();
            if (isLast) throw IntakeException.LogFailed(options.Name, group.Count, failure);

            var delay = options.DelayAfter(failures);
            LogMessages.IntakeDelayed(logger, options.Name, group.Count, failures, delay, failure);
            await Task.Delay(delay, options.TimeProvider, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        counts.NoteKnown(group.Known);
    }

    private async ValueTask<LogWriteException?> TryStoreAsync()
    {
        try
        {
            return await group.TryStoreAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException exception)
        {
            throw IntakeException.LogClosed(options.Name, exception);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            throw IntakeException.Broken(options.Name, exception);
        }
    }

    /// <summary>Answers all in order, without waiting for one before the next is begun.</summary>
    private async Task AnswerAsync()
    {
        foreach (var taken in group.Taken)
        {
            try
            {
                var answer = Answer(taken);
                if (!answer.IsCompletedSuccessfully) _answers.Add((taken, answer.AsTask()));
            }
            catch (Exception exception)
            {
                NoteFailure(taken, exception);
            }
        }
        foreach (var (taken, answer) in _answers)
        {
            try
            {
                await answer.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                NoteFailure(taken, exception);
            }
        }
        _answers.Clear();
        group.Clear();
    }

    private ValueTask Answer(TakenDelivery<TMessage> taken)
    {
        var answer = taken.ToAnswer();
        counts.CountAnswer(answer.Outcome);
        if (answer.Reason is not { } reason) return taken.Delivery.AcknowledgeAsync(answer);

        LogMessages.MessageRejected(logger, options.Name, taken.Id, reason);
        return taken.Delivery.RejectAsync(reason);
    }

    private void NoteFailure(TakenDelivery<TMessage> taken, Exception exception)
    {
        counts.CountFailedAnswer();
        LogMessages.AnswerFailed(logger, options.Name, taken.Id, exception);
    }
}
