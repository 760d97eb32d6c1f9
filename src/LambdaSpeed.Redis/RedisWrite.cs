namespace LambdaSpeed.Redis;

/// <summary>One write of a view: to which keys, which mark is to stand there after it, and which slices are not.</summary>
internal sealed record RedisWrite(string View, RedisViewKeys Keys, ViewMark Mark, IReadOnlyCollection<int> Dropped)
{
    /// <summary>What the channel is told of it.</summary>
    public string Message => $"{View} {Mark.Incarnation} {Mark.Epoch.Number}";

    /// <summary>Is it due where that mark is held?</summary>
    public bool IsDue(ViewMark? held, ViewMark? since) => ViewFence.Admits(View, held, since, Mark);
}
