using System.Threading.Tasks.Dataflow;
using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>TPL Dataflow: blocks linked with a bounded capacity, item by item, by <see cref="BatchBlock{T}"/> and with
/// arrays from the start.</summary>
public sealed class Dataflow : IContenderSource
{
    private static readonly DataflowLinkOptions Linked = new() { PropagateCompletion = true };
    private static readonly ExecutionDataflowBlockOptions Items = new() { BoundedCapacity = 1024, SingleProducerConstrained = true };
    private static readonly ExecutionDataflowBlockOptions Batches = new() { BoundedCapacity = 64, SingleProducerConstrained = true };

    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        workloads.KeyedCount.Add("tpl", CountInTwoBlocks, share: 0.1);
        workloads.MapChain.Add("tpl", SumAfterFiveBlocks, share: 0.1);
        workloads.MapChain.Add("tpl-fused", SumAfterOneBlock, share: 0.1);
        AddBatched<CountStep>(workloads.KeyedCount);
        AddBatched<MapsStep>(workloads.MapChain);

        workloads.WordCount.Add("tpl", input => FoldMany(input, Items), share: 0.2);
        workloads.WordCount.Add("tpl-batch", CountBatchedWords, share: 0.5);
        workloads.WordCount.Add("tpl-arrays", input => Fold<string[], List<string>, string>(
            new(lines => [.. lines.SelectMany(WordReader.Split)], Batches), Batches, input.Lines().Chunk(32), CountWords));
    }

    private static void AddBatched<TStep>(TypedWorkload<LongInput, long> workload)
        where TStep : struct, IStep
    {
        workload.Add("tpl-batch", input =>
        {
            var sums = new Dictionary<long, long>();
            var batch = new BatchBlock<long>(256, new GroupingDataflowBlockOptions { BoundedCapacity = 64 * 256 });
            var sum = new ActionBlock<long[]>(values => SumAll<TStep>(sums, values), Batches);
            batch.LinkTo(sum, Linked);
            SendAll(batch, input.Values(), sum.Completion);
            return sums;
        });
        workload.Add("tpl-arrays", input => Fold<long[], long[], long>(
            new(values => MapAll<TStep>(values), Batches), Batches, Arrays(input), (sums, values) => SumMapped<TStep>(sums, values)));
    }

    private static Dictionary<long, long> SumAfterFiveBlocks(LongInput input)
    {
        var sums = new Dictionary<long, long>();
        var maps = FiveMaps.Lambdas.Select(map => new TransformBlock<long, long>(map, Items)).ToArray();
        var sum = new ActionBlock<long>(x => sums.Raise(FiveMaps.KeyOf(x), x), Items);
        for (var i = 1; i < maps.Length; i++) maps[i - 1].LinkTo(maps[i], Linked);
        maps[^1].LinkTo(sum, Linked);
        SendAll(maps[0], input.Values(), sum.Completion);
        return sums;
    }

    private static IEnumerable<KeyValuePair<long, long>> CountInTwoBlocks(LongInput input) =>
        SplitByLinks<long, long>(new(x => x, Items), x => (x & 1) == 0, x => x, _ => 1, input.Values());

    private static Dictionary<long, long> SumAfterOneBlock(LongInput input) =>
        Fold<long, long, long>(new(Chain, Items), Items, input.Values(), (sums, x) => sums.Raise(FiveMaps.KeyOf(x), x));

    private static long Chain(long x)
    {
        foreach (var map in FiveMaps.Lambdas) x = map(x);
        return x;
    }

    private static IEnumerable<KeyValuePair<TKey, long>> SplitByLinks<T, TKey>(
        TransformBlock<T, T> head, Predicate<T> isFirst, Func<T, TKey> keyOf, Func<T, long> amountOf, IEnumerable<T> items)
        where TKey : notnull
    {
        var parts = new Dictionary<TKey, long>[] { [], [] };
        var blocks = parts.Select(part => new ActionBlock<T>(x => part.Raise(keyOf(x), amountOf(x)), Items)).ToArray();
        head.LinkTo(blocks[0], Linked, isFirst);
        head.LinkTo(blocks[1], Linked, x => !isFirst(x)); // else it would take what the first one has no room for
        SendAll(head, items, Task.WhenAll(blocks.Select(b => b.Completion)));
        return parts.SelectMany(part => part);
    }

    private static Dictionary<TKey, long> Fold<TIn, TOut, TKey>(
        TransformBlock<TIn, TOut> head, ExecutionDataflowBlockOptions options, IEnumerable<TIn> items,
        Action<Dictionary<TKey, long>, TOut> update)
        where TKey : notnull
    {
        var sums = new Dictionary<TKey, long>();
        var fold = new ActionBlock<TOut>(x => update(sums, x), options);
        head.LinkTo(fold, Linked);
        SendAll(head, items, fold.Completion);
        return sums;
    }

    private static Dictionary<string, long> FoldMany(TextInput input, ExecutionDataflowBlockOptions options)
    {
        var counts = new Dictionary<string, long>();
        var split = new TransformManyBlock<string, string>(WordReader.Split, options);
        var count = new ActionBlock<string>(word => counts.Raise(word, 1), options);
        split.LinkTo(count, Linked);
        SendAll(split, input.Lines(), count.Completion);
        return counts;
    }

    private static Dictionary<string, long> CountBatchedWords(TextInput input)
    {
        var counts = new Dictionary<string, long>();
        var split = new TransformManyBlock<string, string>(WordReader.Split, Items);
        var batch = new BatchBlock<string>(256, new GroupingDataflowBlockOptions { BoundedCapacity = 64 * 256 });
        var count = new ActionBlock<string[]>(words => CountWords(counts, words), Batches);
        split.LinkTo(batch, Linked);
        batch.LinkTo(count, Linked);
        SendAll(split, input.Lines(), count.Completion);
        return counts;
    }

    private static void SendAll<T>(ITargetBlock<T> head, IEnumerable<T> items, Task completion)
    {
        Task.Run(async () =>
        {
            foreach (var item in items)
            {
                if (!head.Post(item) && !await head.SendAsync(item)) break; // refused for good: a block has failed
            }

            head.Complete();
        }).GetAwaiter().GetResult();
        completion.GetAwaiter().GetResult();
    }

    private static void CountWords(Dictionary<string, long> counts, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++) counts.Raise(words[i], 1);
    }

    private static IEnumerable<long[]> Arrays(LongInput input)
    {
        for (var start = 0; start < input.Count; start += 256)
        {
            yield return input.Slice(start, Math.Min(256, input.Count - start)).ToArray();
        }
    }

    private static long[] MapAll<TStep>(long[] values)
        where TStep : struct, IStep
    {
        for (var i = 0; i < values.Length; i++) values[i] = TStep.Map(values[i]);
        return values;
    }

    private static void SumAll<TStep>(Dictionary<long, long> sums, long[] values)
        where TStep : struct, IStep =>
        SumMapped<TStep>(sums, MapAll<TStep>(values));

    private static void SumMapped<TStep>(Dictionary<long, long> sums, long[] values)
        where TStep : struct, IStep
    {
        foreach (var mapped in values) sums.Raise(TStep.KeyOf(mapped), TStep.AmountOf(mapped));
    }
}
