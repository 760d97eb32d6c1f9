namespace LambdaSpeed.Lambda;

/// <summary>Adds up what comparisons of results amount to. Touched by one thread.</summary>
/// <param name="options">How many keys are named, and which error is too great.</param>
internal sealed class AccuracyTally(MergedViewOptions options)
{
    private readonly PriorityQueue<KeyAccuracy, double> _worst = new();
    private long _keys, _onlyRealtime, _onlyBatch, _differing; // compared so far
    private double _sum, _most;                                // of their errors

    /// <summary>Both sides have it.</summary>
    public void Compare<TKey, TResult>(TKey key, TResult shown, TResult right)
    {
        _keys++;
        var error = RelativeError.Of(shown, right);
        if (error != 0) Note(key, shown, right, error);
    }

    /// <summary>The batch view does not have it.</summary>
    public void OnlyRealtime<TKey>(TKey key, object? shown, object? nothing, double error)
    {
        _keys++;
        _onlyRealtime++;
        Note(key, shown, nothing, error);
    }

    /// <summary>It had not been shown.</summary>
    public void OnlyBatch<TKey>(TKey key, object? nothing, object? right, double error)
    {
        _keys++;
        _onlyBatch++;
        Note(key, nothing, right, error);
    }

    public AccuracyReport Report(string view, Cut cut)
    {
        var worst = new KeyAccuracy[_worst.Count];
        for (var i = worst.Length - 1; i >= 0; i--) worst[i] = _worst.Dequeue();
        var mean = _keys == 0 ? 0 : _sum / _keys;
        return new(view, cut, _keys, _onlyRealtime, _onlyBatch, _differing, mean, _most, worst, mean > options.ErrorLimit);
    }

    private void Note<TKey>(TKey key, object? shown, object? right, double error)
    {
        _differing++;
        _sum += error;
        _most = Math.Max(_most, error);
        if (options.WorstKeys == 0) return;
        if (_worst.Count == options.WorstKeys)
        {
            if (_worst.TryPeek(out _, out var least) && least >= error) return;
            _worst.Dequeue();
        }
        _worst.Enqueue(new(key?.ToString() ?? "", shown, right, error), error);
    }
}
