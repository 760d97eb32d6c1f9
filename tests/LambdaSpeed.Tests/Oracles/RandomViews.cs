using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Adds views of random keys, aggregations and exchanges, and remembers what each must hold.</summary>
internal sealed class RandomViews(Random random, List<Action<TopologyRun>> checks, RandomFailures failures)
{
    public void Add(KnownStream known, string name, bool isLast)
    {
        var keys = random.Next(1, 60);
        var failing = failures.OfOperator("key", known.Tuples, known.Parallelism, isLast);
        if (random.Next(2) == 0) AddBy(known, failing, name, x => x % keys);
        else AddBy(known, failing, name, x => $"key {x % keys}");
    }

    private void AddBy<TKey>(KnownStream known, Failing failing, string name, Func<long, TKey> key)
        where TKey : notnull
    {
        var (given, tuples) = (known.Tuples, failing.Kept(known.Tuples));
        var stream = known.Stream.GroupBy(x => key(failing.Passed(x)), onFailure: failing.Policy);
        AddBy(stream, tuples, name, key);
        if (failing.Policy == TupleFailurePolicy.DeadLetter) AddLetters(stream.DeadLetters(), failing.Failed(given), name);
    }

    /// <summary>A view that counts the tuples whose key could not be taken.</summary>
    private void AddLetters(Stream<DeadLetter<long>> letters, IReadOnlyList<long> failed, string name)
    {
        failures.NameOf("key"); // that of this view, which does not fail
        var view = letters.GroupBy(letter => letter.Tuple).Aggregate($"{name}-letters", a => a.Count()).ToView();
        var expected = failed.CountBy(x => x).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        checks.Add(run => Assert.Equal(expected, run.View(view).Content()));
    }

    private void AddBy<TKey>(KeyedStream<TKey, long> stream, IReadOnlyList<long> tuples, string name, Func<long, TKey> key)
        where TKey : notnull
    {
        switch (random.Next(6))
        {
            case 0:
                Add(stream, tuples, name, key, a => a.Count(), group => group.LongCount());
                break;
            case 1:
                Add(stream, tuples, name, key, a => a.Sum(x => x * 7), group => group.Sum(x => x * 7));
                break;
            case 2:
                Add(stream, tuples, name, key, a => a.Max(x => x / 3), group => group.Max(x => x / 3));
                break;
            case 3:
                Add(stream, tuples, name, key, a => a.CountDistinct(x => x % 100), group => group.Select(x => x % 100).Distinct().LongCount());
                break;
            case 4:
                Add(stream, tuples, name, key, a => a.Combine(a.Count(), a.Sum(x => x), a.Min(x => x), (n, sum, min) => $"{n} {sum} {min}"),
                    group => $"{group.LongCount()} {group.Sum()} {group.Min()}");
                break;
            default:
                Add(stream, tuples, name, key, a => a.Combine(a.TopN(3, x => x), a.Count(), (top, n) => $"{string.Join(' ', top)} of {n}"),
                    group => $"{string.Join(' ', Top(group))} of {group.LongCount()}");
                break;
        }
    }

    private void Add<TKey, TAccumulator, TResult>(
        KeyedStream<TKey, long> keyed, IReadOnlyList<long> tuples, string name, Func<long, TKey> key,
        Func<Aggregates<long>, Aggregation<long, TAccumulator, TResult>> choose, Func<IEnumerable<long>, TResult> linq)
        where TKey : notnull
    {
        keyed = random.Next(4) switch { 0 => keyed.PartialKey(), 1 => keyed.PreAggregate(), _ => keyed };
        var view = keyed.Aggregate(name, choose, random.Next(1, 6)).ToView();
        var expected = tuples.GroupBy(key).ToDictionary(group => group.Key, group => linq(group));
        checks.Add(run =>
        {
            Assert.Equal(expected, run.View(view).Content());
            foreach (var (at, value) in expected.Take(3)) Assert.Equal(value, run.View(view).Read(at, ReadLevel.Latest).Value);
        });
    }

    private static IEnumerable<WeightedItem<long>> Top(IEnumerable<long> tuples) =>
        tuples.CountBy(x => x).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(3)
            .Select(pair => new WeightedItem<long>(pair.Key, pair.Value));
}
