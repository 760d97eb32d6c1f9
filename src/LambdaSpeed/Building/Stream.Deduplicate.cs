using LambdaSpeed.Joins;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Leaves out tuples whose id has come before.</summary>
    /// <remarks>
    /// <para>Where the stream has event times (<c>WithEventTime</c>), an id that was passed on with a tuple at time t is passed on again
    /// only
    /// with one at t + <paramref name="within"/> or later; so one with an earlier time is left out as well. An id is let go when the
    /// watermark has come so far. A tuple behind the watermark of its own source by more than <paramref name="lateness"/> is left out, and
    /// counted as late: read it by <see cref="DeduplicatedStream{T}.LateTuples"/>. What is passed on depends on the order of the stream
    /// alone;
    /// where several sources bring one id, on which of them is read first.</para>
    /// <para>Elsewhere the time is that of the run's <see cref="TimeProvider"/> at which a tuple is processed; nothing is late then.
    /// Processed
    /// again after a failure, tuples come later than the first time.</para>
    /// <para>What was left out is counted (<c>lambdaspeed.tuples.duplicate</c>). The ids are part of every checkpoint, under the
    /// component's name.</para>
    /// </remarks>
    /// <typeparam name="TId">The ids.</typeparam>
    /// <param name="name">The component's name: the identity of its state.</param>
    /// <param name="id">Takes the id from a tuple; may be called by several tasks at once.</param>
    /// <param name="within">For how long an id is not passed on again; from a millisecond to 3,650 days.</param>
    /// <param name="lateness">For how long behind the watermark tuples are still told from duplicates; ids are kept for so much longer, and
    /// the watermark behind the component is held back by it. The default is zero.</param>
    /// <param name="codec">Hashes and stores the ids; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks; each owns a share of the ids.</param>
    /// <param name="onFailure">What happens when the id cannot be taken from a tuple; the run halts unless another policy is named.
    /// Dead letters need <c>GroupBy</c>, and are reported here.</param>
    public DeduplicatedStream<T> Deduplicate<TId>(
        string name,
        Func<T, TId> id,
        TimeSpan within,
        TimeSpan lateness = default,
        ICodec<TId>? codec = null,
        int parallelism = 1,
        TupleFailurePolicy onFailure = TupleFailurePolicy.Halt)
        where TId : notnull
    {
        ArgumentNullException.ThrowIfNull(id);
        if (within < TimeSpan.FromMilliseconds(1) || within > JoinWindow.Longest) _draft.Report(new(name,
            $"it leaves out duplicates within {within}", $"choose a time from a millisecond to {JoinWindow.Longest.TotalDays} days"));
        if (lateness < TimeSpan.Zero || lateness > JoinWindow.Longest) _draft.Report(new(name,
            $"its allowed lateness is {lateness}", $"choose one that is not negative and at most {JoinWindow.Longest.TotalDays} days"));
        var node = GroupBy(id, codec, onFailure)
            .AddBolt(name, _ => new DeduplicateBolt<TId, T>(within, lateness), parallelism, options: null);
        return new DeduplicatedStream<T>(_draft, node, DeduplicateBolt<TId, T>.Late);
    }
}
