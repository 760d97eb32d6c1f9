namespace LambdaSpeed.Redis;

/// <summary>One write of a view: to which keys, and which mark is to stand there after it.</summary>
internal sealed record RedisWrite(string View, RedisViewKeys Keys, ViewMark Mark)
{
    /// <summary>What the channel is told of it.</summary>
    public string Message => $"{View} {Mark.Incarnation} {Mark.Epoch.Number}";

    /// <summary>Is it due where that mark is held?</summary>
    public bool IsDue(ViewMark? held, ViewMark? since) => ViewFence.Admits(View, held, since, Mark);
}
