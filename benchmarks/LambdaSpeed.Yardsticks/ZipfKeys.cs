namespace LambdaSpeed.Yardsticks;

/// <summary>Draws keys so that the k-th most frequent of them comes with a probability in proportion to 1/k.</summary>
/// <remarks>Vose's alias method: two table reads a key. The keys are spread over all 64 bits, so that nobody can use
/// them as an index.</remarks>
public sealed class ZipfKeys
{
    private readonly double[] _threshold; // below it a slot stands for itself, above for its alias
    private readonly int[] _alias;

    public ZipfKeys(int distinct, double exponent = 1.0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distinct);

        _threshold = new double[distinct];
        _alias = new int[distinct];
        var total = 0.0;
        for (var rank = 0; rank < distinct; rank++) total += _threshold[rank] = Math.Pow(rank + 1, -exponent);

        var small = new Stack<int>();
        var large = new Stack<int>();
        for (var rank = 0; rank < distinct; rank++)
        {
            _threshold[rank] *= distinct / total;
            (_threshold[rank] < 1 ? small : large).Push(rank);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var poor = small.Pop();
            var rich = large.Pop();
            _alias[poor] = rich;
            _threshold[rich] -= 1 - _threshold[poor];
            (_threshold[rich] < 1 ? small : large).Push(rich);
        }

        foreach (var rest in small.Concat(large)) _threshold[rest] = 1;
    }

    /// <summary>Draws keys; the same seed gives the same keys.</summary>
    public long[] Draw(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var keys = new long[count];
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = random.Next(_alias.Length);
            var rank = random.NextDouble() < _threshold[slot] ? slot : _alias[slot];
            keys[i] = KeyOf(rank);
        }

        return keys;
    }

    /// <summary>The key with the given rank; rank 0 is the most frequent one.</summary>
    public static long KeyOf(int rank) => (long)SplitMix64.Mix((ulong)rank + 1);
}
