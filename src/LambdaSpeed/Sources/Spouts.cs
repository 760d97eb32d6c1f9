using System.Threading.Channels;
using LambdaSpeed.Sources;

namespace LambdaSpeed;

/// <summary>The spouts that come with the library, to be handed to <c>TopologyBuilder.AddSpout</c>.</summary>
/// <remarks>Each is given as a factory, so that a topology can be run again and, where the source can be divided, by several tasks.
/// A source whose producer is your own code is a <see cref="PushSpout{T}"/>.</remarks>
public static partial class Spouts
{
    /// <summary>The items of a sequence, enumerated anew by each run. One task.</summary>
    /// <remarks>Replay: a position is an index; to continue there the sequence is enumerated again and what lies before is dropped, so it
    /// must be the same each time. A sequence that blocks holds up its worker.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="items">The sequence.</param>
    public static Func<ISpout<T>> FromEnumerable<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return SingleTask.Factory("a sequence", () => new EnumerableSpout<T>(items));
    }

    /// <summary>The items of an asynchronous sequence, enumerated anew by each run. One task, which never waits for the sequence and asks
    /// it for one item at a time.</summary>
    /// <remarks>Replay: none; a run that is resumed gets what the sequence yields then. When the run stops, the enumeration is cancelled;
    /// a sequence that does not heed that is left behind after five seconds.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="items">The sequence.</param>
    public static Func<ISpout<T>> FromAsyncEnumerable<T>(IAsyncEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return SingleTask.Factory("an asynchronous sequence", () => new AsyncEnumerableSpout<T>(items));
    }

    /// <summary>What is written to a channel, until it is completed; a channel completed with an error fails the run.</summary>
    /// <remarks>Several tasks take turns, if the channel allows more than one reader. Replay: none; what was read is gone.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="reader">The channel's reading end.</param>
    public static Func<ISpout<T>> FromChannel<T>(ChannelReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return () => new ChannelSpout<T>(reader);
    }

    /// <summary>The items of an array; each task has a slice of it. The fastest source: whole chunks are copied.</summary>
    /// <remarks>Replay: from any index, at no cost. The array must not change while it is read.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="items">The array.</param>
    public static Func<ISpout<T>> FromArray<T>(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return FromMemory<T>(items);
    }

    /// <summary>The items of a piece of memory; each task has a slice of it. Otherwise as <see cref="FromArray{T}"/>.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="items">The memory.</param>
    public static Func<ISpout<T>> FromMemory<T>(ReadOnlyMemory<T> items) => () => new ArraySpout<T>(items);
}
