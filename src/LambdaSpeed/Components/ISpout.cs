namespace LambdaSpeed;

/// <summary>A source of tuples: one instance for each task of the spout component.</summary>
/// <remarks>All calls come from the engine, one at a time, though not always on the same thread.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public interface ISpout<T>
{
    /// <summary>Called once before any tuple is asked for. A failure here fails the start of the run.</summary>
    /// <param name="context">Who and where this instance is.</param>
    /// <param name="cancellationToken">Cancelled when the start is given up.</param>
    ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken);

    /// <summary>Emits the next tuples, at most <paramref name="limit"/>, and says what comes next. Must not wait: a spout with nothing
    /// at hand answers <see cref="SpoutStatus.Idle"/> and calls <see cref="ComponentContext.Wake"/> when that changes.</summary>
    /// <param name="output">Where the tuples go.</param>
    /// <param name="limit">How many tuples at most; at least 1.</param>
    SpoutStatus Next(SpoutEmitter<T> output, int limit);

    /// <summary>Called once when the task has ended, stopped or failed, if <see cref="OpenAsync"/> was called, also when that
    /// failed.</summary>
    ValueTask CloseAsync();
}
