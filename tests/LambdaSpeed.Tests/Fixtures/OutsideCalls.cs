namespace LambdaSpeed.Tests.Fixtures;

/// <summary>What async bolts call in tests: each call waits until the test says how it ends.</summary>
internal sealed class OutsideCalls(Func<DateTimeOffset>? now = null)
{
    private readonly Lock _gate = new();
    private readonly List<(long Number, TaskCompletionSource Ending)> _pending = [];

    /// <summary>The numbers called for, in order, with the time of the call.</summary>
    public List<(long Number, DateTimeOffset At)> Begun { get; } = [];

    /// <summary>The numbers whose token was cancelled before they ended.</summary>
    public List<long> Cancelled { get; } = [];

    /// <summary>How many calls were under way at once, at most.</summary>
    public int MostAtOnce { get; private set; }

    public long[] Numbers => [.. Begun.Select(call => call.Number)];

    /// <summary>The numbers of the calls under way, in the order of their begin.</summary>
    public long[] Pending
    {
        get
        {
            lock (_gate) return [.. _pending.Select(call => call.Number)];
        }
    }

    /// <summary>Waits for the test; a call that heeds its token ends with it.</summary>
    public Task WaitAsync(long number, CancellationToken cancellationToken, bool heedsToken = false)
    {
        var ending = new TaskCompletionSource(); // goes on at once, on the thread of who ends it
        lock (_gate)
        {
            Begun.Add((number, now?.Invoke() ?? default));
            _pending.Add((number, ending));
            MostAtOnce = Math.Max(MostAtOnce, _pending.Count);
        }
        cancellationToken.Register(() =>
        {
            lock (_gate) Cancelled.Add(number);
            if (heedsToken && TryRemove(ending)) ending.TrySetCanceled(cancellationToken);
        });
        return ending.Task;
    }

    /// <summary>Ends the first call for a number, with a failure when one is given.</summary>
    public void End(long number, Exception? failure = null)
    {
        TaskCompletionSource ending;
        lock (_gate)
        {
            ending = _pending.First(call => call.Number == number).Ending;
        }
        TryRemove(ending);
        if (failure is null) ending.SetResult();
        else ending.SetException(failure);
    }

    public void EndAll()
    {
        foreach (var number in Pending) End(number);
    }

    private bool TryRemove(TaskCompletionSource ending)
    {
        lock (_gate) return _pending.RemoveAll(call => call.Ending == ending) > 0;
    }
}
