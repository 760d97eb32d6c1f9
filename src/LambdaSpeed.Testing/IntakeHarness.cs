namespace LambdaSpeed.Testing;

/// <summary>A place that an intake takes messages from, as the contract tests see it: a queue, a mailbox. Derive from it for a source of
/// your
/// own.</summary>
/// <remarks>A place is empty at first and serves one test. Disposing it deletes what it holds.</remarks>
/// <typeparam name="TMessage">The messages of the source.</typeparam>
public abstract class IntakeHarness<TMessage> : IAsyncDisposable
{
    /// <summary>Whether what was not answered is delivered again by the source itself. False where that is its sender's part, who then
    /// learns
    /// by an exception that nobody knows.</summary>
    public virtual bool Redelivers => true;

    /// <summary>Whether there is a server that can be stopped.</summary>
    public virtual bool HasServer => false;

    /// <summary>The source; opened anew for each intake, as a later process would.</summary>
    public abstract IAcknowledgingSource<TMessage> Open();

    /// <summary>Puts a message in. Completes when it is in the place for good; where the source does not redeliver, when its sender knows
    /// what
    /// became of it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="text">Its text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task SendAsync(string id, string text, CancellationToken cancellationToken);

    /// <summary>The text of a message.</summary>
    /// <param name="message">The message.</param>
    public abstract string TextOf(TMessage message);

    /// <summary>The texts of messages that were rejected and put aside; null where nothing is put aside.</summary>
    /// <param name="count">How many there should be; waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task<IReadOnlyList<string>?> ReadRejectedAsync(int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>?>(null);

    /// <summary>Ends the server as a crash does.</summary>
    public virtual Task KillServerAsync() => throw new NotSupportedException();

    /// <summary>Starts it again, with what it had.</summary>
    public virtual Task StartServerAsync() => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
