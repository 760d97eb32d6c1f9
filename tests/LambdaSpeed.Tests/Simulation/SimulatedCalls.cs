namespace LambdaSpeed.Tests.Simulation;

/// <summary>Calls to something outside, which complete when the simulation says so, in any order; some at once.</summary>
internal sealed class SimulatedCalls
{
    private readonly List<(TaskCompletionSource<long> Source, long Number)> _pending = [];

    public ValueTask<long> Call(long number)
    {
        if (number % 5 == 0) return new(number);

        var source = new TaskCompletionSource<long>(); // what waits goes on within the completion, on the one thread
        _pending.Add((source, number));
        return new(source.Task);
    }

    public void CompleteAny(Random random)
    {
        if (_pending.Count > 0) Complete(random.Next(_pending.Count));
    }

    public void CompleteAll()
    {
        while (_pending.Count > 0) Complete(_pending.Count - 1);
    }

    /// <summary>The process has died: nobody is told any more.</summary>
    public void Forget() => _pending.Clear();

    private void Complete(int index)
    {
        var (source, number) = _pending[index];
        _pending.RemoveAt(index);
        source.SetResult(number);
    }
}
