namespace LambdaSpeed.Logs;

/// <summary>Saves for all who ask at the same time: one saving runs, and those who ask meanwhile share the next.</summary>
internal sealed class SharedSave(Action save)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask; // the saving that runs, or ran last; under the gate
    private Task? _next;                        // the one after it, that others share; null once it has begun

    /// <summary>Completes when a saving is done that began after this call.</summary>
    public Task SaveAsync()
    {
        lock (_gate)
        {
            if (_next is not null) return _next; // also when the running one has just ended: another beside it would overtake it
            if (_running.IsCompleted) return _running = Task.Run(save);
            return _next = NextAsync(_running);
        }
    }

    private async Task NextAsync(Task running)
    {
        // later in any case, never within the call: who asks holds the gate, and has yet to write down that this is the next one
        await running.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        Task saving;
        lock (_gate)
        {
            _next = null;
            saving = _running = Task.Run(save);
        }
        await saving.ConfigureAwait(false);
    }
}
