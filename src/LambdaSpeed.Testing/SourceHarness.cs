namespace LambdaSpeed.Testing;

/// <summary>A place that a spout reads, as the contract tests see it: a log, a topic, files. Derive from it for a source of your
/// own.</summary>
/// <remarks>A place is empty at first and serves one test. Disposing it deletes what it holds.</remarks>
public abstract class SourceHarness : IAsyncDisposable
{
    /// <summary>How many partitions the place has; at least 1, better 2.</summary>
    public abstract int Partitions { get; }

    /// <summary>Whether the spout waits for more at its end. False for a source that ends there, as files do.</summary>
    public virtual bool IsEndless => true;

    /// <summary>Whether several tasks may share the partitions.</summary>
    public virtual bool IsDivisible => true;

    /// <summary>Whether there is a server that can be stopped.</summary>
    public virtual bool HasServer => false;

    /// <summary>What a topology reads the place by, from the first record on.</summary>
    public abstract Func<ISpout<long>> Open();

    /// <summary>Appends records to a partition, in order; durable when it returns.</summary>
    /// <param name="partition">Which one, from 0.</param>
    /// <param name="values">The records.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken);

    /// <summary>Has the next record of a partition leave an offset out, where offsets may have gaps.</summary>
    /// <param name="partition">Which one, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task LeaveGapAsync(int partition, CancellationToken cancellationToken) => Task.CompletedTask;

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
