using System.Collections.Concurrent;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A source into which the test pushes; idle in between.</summary>
internal sealed class FedSpout<T> : Spout<T>
{
    private readonly ConcurrentQueue<T> _waiting = new();
    private volatile bool _hasEnded;
    private volatile int _asked;

    /// <summary>How often the engine asked for tuples.</summary>
    public int Asked => _asked;

    /// <summary>How many tuples wait to be asked for.</summary>
    public int Waiting => _waiting.Count;

    public void Push(params IEnumerable<T> tuples)
    {
        foreach (var tuple in tuples) _waiting.Enqueue(tuple);
        Context?.Wake();
    }

    public void End()
    {
        _hasEnded = true;
        Context?.Wake();
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        Interlocked.Increment(ref _asked);
        var hasEnded = _hasEnded;
        for (var i = 0; i < limit; i++)
        {
            if (_waiting.TryDequeue(out var tuple)) output.Emit(tuple);
            else return hasEnded ? SpoutStatus.Ended : SpoutStatus.Idle;
        }
        return SpoutStatus.Ready;
    }
}
