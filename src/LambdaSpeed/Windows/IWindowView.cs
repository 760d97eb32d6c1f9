namespace LambdaSpeed;

/// <summary>A realtime view of windows: results are there from the first tuple on, and final when the watermark has passed.</summary>
/// <remarks>Safe from any thread; never holds up the writer. Each call reads as of one published epoch. Windows without tuples do not
/// exist.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given for a window.</typeparam>
public interface IWindowView<TKey, TResult>
    where TKey : notnull
{
    /// <summary>The view's name.</summary>
    string Name { get; }

    /// <summary>The newest epoch that reads see.</summary>
    EpochId PublishedEpoch { get; }

    /// <summary>How far event time had come in the published epoch; null before any watermark, <see cref="DateTimeOffset.MaxValue"/> once
    /// the sources have ended.</summary>
    DateTimeOffset? Watermark { get; }

    /// <summary>Reads the windows of a key that hold an instant, in order: one of tumbling windows, several of hopping ones, the session at
    /// that time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="time">The instant.</param>
    IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time);

    /// <summary>Reads the windows that hold an instant, of all keys; those of one key in order. What a dashboard of the hour at hand shows.
    /// Looks at all of the view; as lazy as <see cref="All"/>.</summary>
    /// <param name="time">The instant.</param>
    IEnumerable<WindowResult<TKey, TResult>> At(DateTimeOffset time);

    /// <summary>Reads all windows of a key, in order. Of sessions this is as fast as reading a key; of other windows it looks at all panes
    /// of the view.</summary>
    /// <param name="key">The key.</param>
    IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key);

    /// <summary>Reads all windows of all keys, in no order. The enumeration may take its time: the epoch stays readable until
    /// it ends, at the price of keeping the old values of what changes meanwhile.</summary>
    IEnumerable<WindowResult<TKey, TResult>> All();
}
