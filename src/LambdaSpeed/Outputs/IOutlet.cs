namespace LambdaSpeed;

/// <summary>Where the outputs of one component go: releases those of committed epochs, in order, and makes them durable before the next
/// commit. For places of your own: implement it, and give it to <c>Stream.ToOutlet</c>; a replay log is one, too.</summary>
/// <remarks>
/// <para>One is made for each attempt of a run. <see cref="OpenAsync"/> comes first and <see cref="CloseAsync"/> last. In between, beside
/// the tasks, one call at a time, each of which may block for a moment: <see cref="Begin"/> before anything is released; then for each
/// epoch n <see cref="MakeDurable"/> of what was released before, the write of n (by which the checkpoint drops the outputs of n-1), and
/// <see cref="Release"/> of n, once for each task that has some.</para>
/// <para>Outputs of the newest committed epoch may be out already, by an attempt that failed, or by a process that crashed between the
/// release and the next commit. They have the ids that they had (<see cref="SealedOutputs.IdOf"/>), and a place that can tell which of them
/// are out passes them over.</para>
/// <para>What cannot be done now is an <see cref="OutletException"/> or an <see cref="IOException"/>: the outputs are kept, spouts are
/// held, and the calls come again, from <see cref="Begin"/> on, with growing delays.</para>
/// </remarks>
public interface IOutlet
{
    /// <summary>How many bytes the key and the value of one output may have together. Asked once it is open.</summary>
    int MostBytes { get; }

    /// <summary>Which start of the output this is, greater each time, so that epochs that begin anew (checkpoints were deleted) have other
    /// ids; valid since <see cref="Begin"/>.</summary>
    long Incarnation { get; }

    /// <summary>What is kept in the checkpoint with the outputs of the epoch that is committed next, and given back with them when they may
    /// be out (<see cref="SealedOutputs.Mark"/>): where to look for them. Asked after <see cref="MakeDurable"/>.</summary>
    /// <value>The default is empty, for places that remember it themselves.</value>
    ReadOnlyMemory<byte> Mark => default;

    /// <summary>How the connection is doing, for places that have one. Any thread, at any time.</summary>
    /// <value>The default is null.</value>
    OutletDescription? Description => null;

    /// <summary>Connects, once, as the component opens: a place that cannot be used as the settings say fails the start here. The default
    /// does nothing.</summary>
    /// <param name="context">Who puts out.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Finds out what is out, and takes a new incarnation; does nothing when that was done and no call has failed since.</summary>
    /// <param name="least">The new incarnation is not less than this.</param>
    /// <param name="mayBeOut">The outputs that will be released though they may be out already.</param>
    void Begin(long least, IReadOnlyList<SealedOutputs> mayBeOut);

    /// <summary>Releases one task's outputs of an epoch, but for those that are out.</summary>
    /// <param name="outputs">The outputs.</param>
    void Release(SealedOutputs outputs);

    /// <summary>Returns when what was released is durable, so that the checkpoint need not hold it any more.</summary>
    void MakeDurable();

    /// <summary>Gives the place up, after a failure and without <see cref="OpenAsync"/>, too. Must not wait long.</summary>
    ValueTask CloseAsync();
}
