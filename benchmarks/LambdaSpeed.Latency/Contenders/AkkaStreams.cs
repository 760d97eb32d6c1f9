using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>Akka.Streams: a source that is paced inside the stream, a map, an asynchronous boundary where asked for, a count.</summary>
public abstract class AkkaStreams(string name, int order, bool isAsync) : ILatencyContender
{
    private static readonly Lazy<ActorMaterializer> Materializer = new(() => ActorSystem.Create(
        "peers", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }").Materializer());

    public string Name => name;

    public int Order => order;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var mapped = Source.From(run.Source.Events()).Select(i => Mapped.Of(run, i));
        var materializer = Materializer.Value;
        run.Source.Start();
        (isAsync ? mapped.Async() : mapped).RunForeach(counter.Count, materializer).GetAwaiter().GetResult();
        return counter.Counts.All();
    }
}
