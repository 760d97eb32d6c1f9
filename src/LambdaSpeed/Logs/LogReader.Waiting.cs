using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>Waiting for more.</content>
public sealed partial class LogReader
{
    private ReaderBell? _bell;        // made by the first wait
    private Action? _wake;            // whom the bell wakes: a task, or whoever waits
    private ReaderWait? _wait;        // the wait of WaitAsync; reused

    /// <summary>Waits until there is something to read, after <see cref="TryRead"/> found nothing.</summary>
    /// <remarks>A writer in this process wakes the reader at once; what another process appends is looked for every
    /// <see cref="ReplayLogOptions.PollInterval"/>. May complete though there is nothing.</remarks>
    /// <param name="cancellationToken">Gives the wait up.</param>
    /// <exception cref="ObjectDisposedException">The reader or its log was disposed.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_remaining > 0) return ValueTask.CompletedTask;
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);

        var wait = _wait ??= new ReaderWait();
        _wake = wait.Wakes;
        var answer = wait.Begin(cancellationToken);
        var isThere = true;
        try
        {
            isThere = !TryLieDown();
        }
        finally
        {
            if (isThere) wait.Wake(); // also when the log is closed: nobody waits for an exception
        }
        return answer;
    }

    /// <summary>Whom to wake instead of whoever awaits <see cref="WaitAsync"/>.</summary>
    internal void WakeBy(Action wake) => _wake = wake;

    /// <summary>After <see cref="TryRead"/> found nothing: has the bell ring once when there is more; false when there is
    /// already.</summary>
    internal bool TryLieDown()
    {
        _bell ??= new ReaderBell(() => _wake?.Invoke());
        return _remaining == 0 && _partition.TryLieDown(_bell, _segment, _isIncomplete ? 0 : _limit);
    }
}
