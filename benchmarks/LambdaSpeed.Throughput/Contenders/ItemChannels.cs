using System.Threading.Channels;
using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Channels as most programs use them: item by item, a producer that parts by key and two consumers with a
/// dictionary each.</summary>
public sealed class ItemChannels : IContenderSource
{
    private const int Consumers = 2;

    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        AddTo<CountStep>(workloads.KeyedCount);
        AddTo<MapsStep>(workloads.MapChain);
        workloads.WordCount.Add("channels-bounded", input => Run(Bounded<string>, w => ProduceWordsAsync(input, w), CountWord), share: 0.2);
        workloads.WordCount.Add(
            "channels-unbounded", input => Run(Unbounded<string>, w => ProduceWordsAsync(input, w), CountWord), share: 0.2);
    }

    private static void AddTo<TStep>(TypedWorkload<LongInput, long> workload)
        where TStep : struct, IStep
    {
        workload.Add("channels-bounded", input => Run(Bounded<long>, w => ProduceAsync<TStep>(input, w), Sum<TStep>), share: 0.2);
        workload.Add("channels-unbounded", input => Run(Unbounded<long>, w => ProduceAsync<TStep>(input, w), Sum<TStep>), share: 0.2);
    }

    private static Channel<T> Bounded<T>() =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });

    private static Channel<T> Unbounded<T>() =>
        Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private static IEnumerable<KeyValuePair<T, long>> Run<T>(
        Func<Channel<T>> create, Func<ChannelWriter<T>[], Task> produce, Action<Dictionary<T, long>, T> update)
        where T : notnull
    {
        var channels = Enumerable.Range(0, Consumers).Select(_ => create()).ToArray();
        var consuming = channels.Select(c => Task.Run(() => c.GuardAsync(reader => ConsumeAsync(reader, update)))).ToArray();
        Task.Run(() => produce([.. channels.Select(c => c.Writer)])).GetAwaiter().GetResult();
        foreach (var channel in channels) channel.Writer.Complete();
        return Task.WhenAll(consuming).GetAwaiter().GetResult().SelectMany(sums => sums);
    }

    private static async Task<Dictionary<T, long>> ConsumeAsync<T>(ChannelReader<T> reader, Action<Dictionary<T, long>, T> update)
        where T : notnull
    {
        var sums = new Dictionary<T, long>();
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var item)) update(sums, item);
        }

        return sums;
    }

    private static async Task ProduceAsync<TStep>(LongInput input, ChannelWriter<long>[] writers)
        where TStep : struct, IStep
    {
        for (var i = 0; i < input.Count; i++)
        {
            var mapped = TStep.Map(input[i]);
            var writer = writers[Sums.OwnerOf(TStep.KeyOf(mapped), writers.Length)];
            if (!writer.TryWrite(mapped)) await writer.WriteAsync(mapped);
        }
    }

    private static async Task ProduceWordsAsync(TextInput input, ChannelWriter<string>[] writers)
    {
        foreach (var line in input.Lines())
        {
            foreach (var word in WordReader.Split(line))
            {
                var writer = writers[(word[0] + word.Length) % writers.Length];
                if (!writer.TryWrite(word)) await writer.WriteAsync(word);
            }
        }
    }

    private static void Sum<TStep>(Dictionary<long, long> sums, long mapped)
        where TStep : struct, IStep =>
        sums.Raise(TStep.KeyOf(mapped), TStep.AmountOf(mapped));

    private static void CountWord(Dictionary<string, long> counts, string word) => counts.Raise(word, 1);
}
