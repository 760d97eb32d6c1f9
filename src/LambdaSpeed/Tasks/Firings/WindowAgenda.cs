using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>What is due when event time has come so far. Many windows are due at one instant, so these are kept together.</summary>
/// <remarks>Pure, and in no checkpoint: made anew from what is. Touched only by the owning task's step.</remarks>
internal sealed class WindowAgenda<T>
{
    private readonly PriorityQueue<long, long> _times = new(); // each instant once
    private readonly Dictionary<long, List<T>> _due = [];      // by instant
    private int _taken; // of those at the first instant

    public void Add(long time, T item)
    {
        if (!_due.TryGetValue(time, out var items))
        {
            _due.Add(time, items = []);
            _times.Enqueue(time, time);
        }
        items.Add(item);
    }

    /// <summary>Takes one that is due by now; false when none is.</summary>
    public bool TryTake(long now, [MaybeNullWhen(false)] out T item)
    {
        while (_times.TryPeek(out var time, out _) && time <= now)
        {
            var items = _due[time];
            if (_taken < items.Count)
            {
                item = items[_taken++];
                return true;
            }
            _times.Dequeue();
            _due.Remove(time);
            _taken = 0;
        }
        item = default;
        return false;
    }
}
