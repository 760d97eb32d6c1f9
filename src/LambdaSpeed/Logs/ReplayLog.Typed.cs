using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>Values instead of bytes: writers, and spouts.</content>
public sealed partial class ReplayLog
{
    /// <summary>A writer of values without keys; the partitions get them in turn.</summary>
    /// <typeparam name="T">The values.</typeparam>
    /// <param name="codec">How they are written.</param>
    public ReplayLogWriter<T> WriterOf<T>(ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new ReplayLogWriter<T>(this, codec, null);
    }

    /// <summary>A writer of values with keys: values of equal keys are in one partition, in order.</summary>
    /// <typeparam name="T">The values.</typeparam>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="codec">How values are written.</param>
    /// <param name="key">The key of a value.</param>
    /// <param name="keyCodec">How keys are written; their bytes decide the partition.</param>
    public ReplayLogWriter<T> WriterOf<T, TKey>(ICodec<T> codec, Func<T, TKey> key, ICodec<TKey> keyCodec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(keyCodec);
        return new ReplayLogWriter<T>(this, codec, (buffer, value) => keyCodec.Write(buffer, key(value)));
    }

    /// <summary>The log as the source of a topology: <c>topology.AddSpout("hits", log.AsSpout(codec))</c>.</summary>
    /// <remarks>With several tasks, task i reads the partitions p for which p modulo the number of tasks is i. Replay: exact, from any
    /// position that the log still has.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="codec">How values are read.</param>
    /// <param name="start">Where it begins when it does not continue from a checkpoint; null for the first record that is kept.</param>
    /// <param name="untilEnd">Whether the source ends at the log's end as of the start; else it goes on with what is
    /// appended.</param>
    public Func<ISpout<T>> AsSpout<T>(ICodec<T> codec, LogStart? start = null, bool untilEnd = false) =>
        AsSpout(codec, new LogSpoutOptions { Start = start ?? LogStart.Earliest, UntilEnd = untilEnd });

    /// <summary>The log as the source of a topology.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="codec">How values are read.</param>
    /// <param name="options">How the log is read.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public Func<ISpout<T>> AsSpout<T>(ICodec<T> codec, LogSpoutOptions options)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(options);
        var valid = options.Validated();
        return () => new ReplayLogSpout<T>(this, codec, valid);
    }
}
