namespace LambdaSpeed.Lambda;

/// <summary>Disposes a batch view when another has taken its place and no snapshot reads it any more.</summary>
internal sealed class BatchHold<TKey, TAccumulator>(IBatchView<TKey, TAccumulator> batch)
    where TKey : notnull
{
    private int _users = 1;   // snapshots, and the merged view while this is its batch view; at 0 it is over for good

    public IBatchView<TKey, TAccumulator> Batch => batch;

    /// <summary>Keeps the batch view from being disposed of; false when it has been.</summary>
    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return true;
        }
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _users) == 0) batch.Dispose();
    }
}
