using System.Threading.Channels;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>Akka.Streams: the paced thread writes into a bounded channel that is the stream's source; a map, an asynchronous boundary
/// where asked for, a count.</summary>
public abstract class AkkaStreams(string name, int order, bool isAsync) : ILatencyContender
{
    private static readonly Lazy<ActorMaterializer> Materializer = new(() => ActorSystem.Create(
        "peers", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }").Materializer());

    public string Name => name;

    public int Order => order;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });
        var mapped = ChannelSource.FromReader(channel.Reader).Select(i => Mapped.Of(run, i));
        var counting = (isAsync ? mapped.Async() : mapped).RunForeach(counter.Count, Materializer.Value);
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var i = first; i < first + due; i++)
            {
                if (!channel.Writer.TryWrite(i)) channel.Writer.WriteAsync(i).AsTask().GetAwaiter().GetResult();
            }
        }

        channel.Writer.Complete();
        counting.GetAwaiter().GetResult();
        return counter.Counts.All();
    }
}
