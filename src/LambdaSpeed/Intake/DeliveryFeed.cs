namespace LambdaSpeed.Intake;

/// <summary>The deliveries of a source, one after the other: those that are there now, or the next one whenever it comes.</summary>
/// <remarks>Used by one loop. A move that is under way is kept until somebody waits for it.</remarks>
internal sealed class DeliveryFeed<TMessage>(IAsyncEnumerator<IDelivery<TMessage>> deliveries)
{
    private Task<bool>? _moving; // a move that has not been waited for; null when none is under way

    public IDelivery<TMessage> Current => deliveries.Current;

    /// <summary>Moves to the next delivery; false when there are no more.</summary>
    public async ValueTask<bool> MoveAsync()
    {
        if (TryMove()) return true;

        var moving = _moving!;
        _moving = null;
        return await moving.ConfigureAwait(false);
    }

    /// <summary>Moves to the next delivery if there is one now; else the move goes on.</summary>
    public bool TryMove()
    {
        if (_moving is not null) return false;

        var move = deliveries.MoveNextAsync();
        if (!move.IsCompletedSuccessfully) _moving = move.AsTask();
        else if (move.Result) return true;
        else _moving = Task.FromResult(false);
        return false;
    }

    /// <summary>Waits for a move that is under way, whatever comes of it: an enumerator may not be disposed while it moves.</summary>
    public async Task RestAsync()
    {
        if (_moving is Task moving) await moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _moving = null;
    }
}
