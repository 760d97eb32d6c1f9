using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LambdaSpeed.Components;
using LambdaSpeed.Sources;

namespace LambdaSpeed;

/// <summary>A spout that your own code pushes tuples into: requests, messages, sensor readings.</summary>
/// <remarks>Senders may be many, on any thread, and may begin before the run does; the spout itself is read by one task of one run.
/// Bounded: when downstream is slower than the senders, <see cref="SendAsync"/> waits and <see cref="TrySend(T)"/> refuses.
/// Replay: none. A tuple that was accepted is in memory only and is lost when the run stops before it was processed; where that matters,
/// push into a log and read that.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
[DebuggerDisplay("{Count} waiting")]
public sealed class PushSpout<T> : Spout<T>, IAcceptingSpout, IQueuedSpout
{
    private readonly PushQueue<T> _queue;
    private readonly IdleBell _bell = new();
    private int _isOpened; // 1 once a run has opened it
    private int _refusals; // further runs that were refused and will close it all the same

    /// <summary>Creates the spout.</summary>
    /// <param name="capacity">How many tuples may wait to be read.</param>
    public PushSpout(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _queue = new PushQueue<T>(capacity);
    }

    /// <summary>How many accepted tuples wait to be read.</summary>
    public int Count => _queue.Count;

    /// <summary>Sends a tuple, and waits while the spout is full.</summary>
    /// <remarks>Does not allocate while there is room. Completing means that the tuple was accepted, not that it was processed:
    /// <see cref="TopologyRun.PublishAsync"/> after it waits until committed reads see it.</remarks>
    /// <param name="tuple">The tuple.</param>
    /// <param name="cancellationToken">Gives the sending up; the tuple was not accepted then.</param>
    /// <exception cref="SpoutStoppedException">The run has stopped, perhaps during the wait.</exception>
    /// <exception cref="InvalidOperationException">The spout was completed.</exception>
    public ValueTask SendAsync(T tuple, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);

        return TrySend(tuple) ? ValueTask.CompletedTask : WaitAndSendAsync(tuple, cancellationToken);
    }

    /// <summary>Sends a tuple if there is room for it.</summary>
    /// <param name="tuple">The tuple.</param>
    /// <returns>Whether it was accepted; never again once the spout was completed or its run has stopped.</returns>
    public bool TrySend(T tuple) => TrySend(new ReadOnlySpan<T>(in tuple)) > 0;

    /// <summary>Sends as many of some tuples as there is room for, and wakes the reader once.</summary>
    /// <param name="tuples">The tuples, in order.</param>
    /// <returns>How many of them, from the first, were accepted; none once the spout was completed or its run has stopped.</returns>
    public int TrySend(ReadOnlySpan<T> tuples)
    {
        var sent = _queue.Add(tuples);
        if (sent > 0) _bell.Ring();
        return sent;
    }

    /// <summary>Says that nothing more will be sent: the spout ends when all accepted tuples are read. Further calls have no
    /// effect.</summary>
    public void Complete() => CompleteWith(null);

    /// <summary>Says that the source failed: the run fails with this error when all accepted tuples are read. Has no effect once the spout
    /// was completed.</summary>
    /// <param name="exception">The error.</param>
    public void Complete(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        CompleteWith(exception);
    }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        SingleTask.Require(context, "A push spout");
        if (Interlocked.Exchange(ref _isOpened, 1) != 0)
        {
            Interlocked.Increment(ref _refusals);
            throw new InvalidOperationException(
                $"The push spout of component '{context.Component}' is, or was, part of another run. Make a new one for each run.");
        }
        _bell.Attach(context.Wake);
        return base.OpenAsync(context, cancellationToken);
    }

    /// <inheritdoc/>
    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (var left = limit; left > 0;)
        {
            var tuples = _queue.Peek(left);
            if (tuples.IsEmpty)
            {
                _bell.LieDown();
                tuples = _queue.Peek(left);
                if (tuples.IsEmpty) return IdleOrEnded();
            }
            output.Emit(tuples);
            _queue.Skip(tuples.Length);
            left -= tuples.Length;
        }
        return SpoutStatus.Ready;
    }

    /// <inheritdoc/>
    public override ValueTask CloseAsync()
    {
        // a run that was refused closes what it could not open; the run that owns the spout must not suffer
        if (Context is null) return ValueTask.CompletedTask;
        if (Volatile.Read(ref _refusals) > 0 && Interlocked.Decrement(ref _refusals) >= 0) return ValueTask.CompletedTask;

        StopAccepting();
        return ValueTask.CompletedTask;
    }

    /// <summary>For the engine, which has opened the spout before.</summary>
    void IAcceptingSpout.StopAccepting() => StopAccepting();

    private void StopAccepting()
    {
        if (Context is null) throw new InvalidOperationException(
            "A push spout that no run has opened cannot be stopped. Remedy: call Complete to say that nothing more will be sent.");
        _queue.Close(new SpoutStoppedException(Context.Component));
    }

    private SpoutStatus IdleOrEnded()
    {
        if (!_queue.IsAtEnd(out var error) || error is SpoutStoppedException) return SpoutStatus.Idle; // a stop is not the source's end

        if (error is not null) ExceptionDispatchInfo.Throw(error);
        return SpoutStatus.Ended;
    }

    private void CompleteWith(Exception? exception)
    {
        if (_queue.Close(exception)) _bell.Ring();
    }

    private async ValueTask WaitAndSendAsync(T tuple, CancellationToken cancellationToken)
    {
        do
        {
            if (_queue.IsClosed(out var reason)) throw reason is SpoutStoppedException stop
                ? new SpoutStoppedException(stop.Component)
                : new InvalidOperationException(
                    "The push spout was completed; nothing more can be sent. Remedy: complete it when the last sender is done.");

            await _queue.WaitForRoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!TrySend(tuple));
    }
}
