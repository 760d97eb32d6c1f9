namespace LambdaSpeed;

/// <summary>What a caller who waited for a tuple learns of it.</summary>
/// <param name="Epoch">An epoch that is published and holds all that came of the tuple.</param>
/// <param name="Failures">What components gave up on: the tuple, or something made of it, was skipped or became a dead letter. Empty when
/// no
/// component did, which may also mean that a filter had left it out. Null when the run cannot know: it does not track positions, or has
/// more than one source with positions; the tuple was processed before the run's last start or restart; or it is so long ago that failures
/// were forgotten, of which each component's task remembers the last 256.</param>
public sealed record UpdateResult(EpochId Epoch, IReadOnlyList<TupleFailedException>? Failures)
{
    /// <summary>Whether a component is known to have given up on the tuple.</summary>
    public bool HasFailed => Failures is { Count: > 0 };
}
