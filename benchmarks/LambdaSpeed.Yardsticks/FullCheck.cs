namespace LambdaSpeed.Yardsticks;

/// <summary>Compares the keyed sums of a contender with the expected ones, every key of them.</summary>
public static class FullCheck
{
    /// <exception cref="CheckFailedException">A key is missing, stands twice, is not expected or has another sum.</exception>
    public static void Compare<TKey>(string who, Dictionary<TKey, long> expected, IEnumerable<KeyValuePair<TKey, long>> actual)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);

        var seen = new HashSet<TKey>(expected.Count);
        foreach (var (key, sum) in actual)
        {
            if (!expected.TryGetValue(key, out var right)) throw new CheckFailedException($"{who}: the key {key} was not expected.");
            if (sum != right) throw new CheckFailedException($"{who}: the key {key} has {sum}, expected {right}.");
            if (!seen.Add(key)) throw new CheckFailedException($"{who}: the key {key} stands twice.");
        }

        if (seen.Count != expected.Count) throw new CheckFailedException($"{who}: {seen.Count} keys, expected {expected.Count}.");
    }
}
