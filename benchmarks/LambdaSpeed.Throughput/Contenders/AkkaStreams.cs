using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Akka.Streams: with an asynchronous boundary before the sum, fused into one actor, in two groups by key,
/// and with arrays of 256.</summary>
public sealed class AkkaStreams : IContenderSource
{
    private const int ArraySize = 256;

    private static readonly Lazy<ActorMaterializer> Materializer = new(() => ActorSystem.Create(
        "peers", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }").Materializer());

    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        AddTo<CountStep>(workloads.KeyedCount, Identity);
        AddTo<MapsStep>(workloads.MapChain, Maps);
        workloads.KeyedCount.Add("akka-groupby", CountGroups, share: 0.05);

        var words = workloads.WordCount;
        words.Add("akka-async", input => Fold<string, string>(Words(input).Async(), Count), share: 0.05);
        words.Add("akka-fused", input => Fold<string, string>(Words(input), Count), share: 0.05);
        words.Add("akka-arrays", input => Fold<string, string[]>(Lines(input.Lines().Chunk(32)).Async(), CountAll), share: 0.25);
    }

    private static void AddTo<TStep>(
        TypedWorkload<LongInput, long> workload, Func<Source<long, Akka.NotUsed>, Source<long, Akka.NotUsed>> map)
        where TStep : struct, IStep
    {
        workload.Add("akka-async", input => Fold<long, long>(map(Source.From(input.Values())).Async(), Sum<TStep>), share: 0.05);
        workload.Add("akka-fused", input => Fold<long, long>(map(Source.From(input.Values())), Sum<TStep>), share: 0.05);
        workload.Add("akka-arrays", input => Fold<long, long[]>(Source.From(Arrays(input)).Select(MapAll<TStep>).Async(), SumAll<TStep>));
    }

    private static Source<long, Akka.NotUsed> Identity(Source<long, Akka.NotUsed> source) => source;

    private static Source<long, Akka.NotUsed> Maps(Source<long, Akka.NotUsed> source) => source
        .Select(x => FiveMaps.First(x)).Select(x => FiveMaps.Second(x)).Select(x => FiveMaps.Third(x))
        .Select(x => FiveMaps.Fourth(x)).Select(x => FiveMaps.Fifth(x));

    private static Source<string, Akka.NotUsed> Words(TextInput input) =>
        Source.From(input.Lines()).SelectMany(line => (IEnumerable<string>)WordReader.Split(line));

    private static Source<string[], Akka.NotUsed> Lines(IEnumerable<string[]> lines) =>
        Source.From(lines).Select(some => some.SelectMany(WordReader.Split).ToArray());

    private static IEnumerable<KeyValuePair<long, long>> CountGroups(LongInput input)
    {
        var parts = new Dictionary<long, long>[] { [], [] }; // each touched by one group alone
        var groups = (Source<long, Akka.NotUsed>)Source.From(input.Values())
            .GroupBy(parts.Length, key => (int)(key & 1))
            .Select(key =>
            {
                parts[(int)(key & 1)].Raise(key, 1);
                return key;
            })
            .MergeSubstreams();
        groups.RunWith(Sink.Ignore<long>(), Materializer.Value).GetAwaiter().GetResult();
        return parts.SelectMany(part => part);
    }

    private static Dictionary<TKey, long> Fold<TKey, T>(Source<T, Akka.NotUsed> source, Action<Dictionary<TKey, long>, T> update)
        where TKey : notnull
    {
        var sums = new Dictionary<TKey, long>();
        source.RunForeach(x => update(sums, x), Materializer.Value).GetAwaiter().GetResult();
        return sums;
    }

    private static void Sum<TStep>(Dictionary<long, long> sums, long mapped)
        where TStep : struct, IStep =>
        sums.Raise(TStep.KeyOf(mapped), TStep.AmountOf(mapped));

    private static void SumAll<TStep>(Dictionary<long, long> sums, long[] values)
        where TStep : struct, IStep
    {
        foreach (var mapped in values) Sum<TStep>(sums, mapped);
    }

    private static long[] MapAll<TStep>(long[] values)
        where TStep : struct, IStep
    {
        for (var i = 0; i < values.Length; i++) values[i] = TStep.Map(values[i]);
        return values;
    }

    private static void Count(Dictionary<string, long> counts, string word) => counts.Raise(word, 1);

    private static void CountAll(Dictionary<string, long> counts, string[] words)
    {
        foreach (var word in words) Count(counts, word);
    }

    private static IEnumerable<long[]> Arrays(LongInput input)
    {
        for (var start = 0; start < input.Count; start += ArraySize)
        {
            yield return input.Slice(start, Math.Min(ArraySize, input.Count - start)).ToArray();
        }
    }
}
