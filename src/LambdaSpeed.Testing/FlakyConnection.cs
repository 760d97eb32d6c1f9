namespace LambdaSpeed.Testing;

/// <summary>What deliveries of one connection share: how their answers fail, and that none arrives once the connection is lost.</summary>
/// <remarks>Safe from any thread.</remarks>
/// <param name="answers">Which answers fail.</param>
internal sealed class FlakyConnection(FaultPlan answers)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously); // lost, no answer under way
    private int _underWay; // answers; under the gate
    private bool _isLost;  // under the gate

    /// <summary>Gives an answer, or fails to.</summary>
    /// <param name="answer">What is done where the deliveries come from.</param>
    public async ValueTask AnswerAsync(Func<ValueTask> answer)
    {
        lock (_gate)
        {
            if (_isLost) throw new InjectedFaultException("the connection of the delivery is lost, and its answer with it");
            _underWay++;
        }
        try
        {
            await answers.InjectAsync("answer", answer).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (--_underWay == 0 && _isLost) _quiet.TrySetResult();
            }
        }
    }

    /// <summary>Loses the connection: returns when the answers on their way have arrived, or failed.</summary>
    public Task LoseAsync()
    {
        lock (_gate)
        {
            _isLost = true;
            if (_underWay == 0) _quiet.TrySetResult();
        }
        return _quiet.Task;
    }
}
