using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics.Batch;

/// <summary>The views that the batch layer takes part in: totals by key. Windows stay with the speed layer alone, where they are dropped by
/// time.</summary>
internal sealed class BatchedViews
{
    private static readonly BatchViewSchema<string, long> Counts =
        BatchViewSchema.For(Codec.String, (Aggregates<Request> a) => a.Count());

    private static readonly BatchViewSchema<string, long> Sums =
        BatchViewSchema.For(Codec.String, (Aggregates<Request> a) => a.Sum(request => request.Bytes));

    private static readonly BatchViewSchema<string, UniqueClients> Clients =
        BatchViewSchema.For(Codec.String, (Aggregates<Request> a) => Approximately(a));

    private static readonly string Exact =
        BatchViewSchema.For(Codec.String, (Aggregates<Request> a) => Exactly(a)).Aggregator;

    public BatchedViews(AnalyticsOptions options, ILineSource<LogLine> source)
    {
        ViewsPerPath = new(new("views-per-path"), Counts, null, topology => AddViewsPerPath(Pages(topology), 1));
        BytesPerClient = new(new("bytes-per-client"), Sums, null, topology => AddBytesPerClient(Requests(topology), 1));
        ClientsPerPath = new(new("clients-per-path"), Clients, Exact,
            topology => Pages(topology).Aggregate("clients-per-path", Exactly).ToView());

        Stream<Request> Requests(TopologyBuilder topology) => AnalyticsTopology.AddRequests(topology, options, source);
        KeyedStream<string, Request> Pages(TopologyBuilder topology) =>
            Requests(topology).Where(request => request.IsPageView).GroupBy(view => view.Path);
    }

    public BatchedView<string, long, long> ViewsPerPath { get; }

    public BatchedView<string, long, long> BytesPerClient { get; }

    public BatchedView<string, UniqueClients, long> ClientsPerPath { get; }

    public IReadOnlyList<IBatchedView> All => [ViewsPerPath, BytesPerClient, ClientsPerPath];

    public static ViewName<string, long> AddViewsPerPath(KeyedStream<string, Request> pages, int tasks) =>
        pages.Aggregate("views-per-path", a => a.Count(), tasks).ToView();

    public static ViewName<string, long> AddBytesPerClient(Stream<Request> requests, int tasks) =>
        requests.GroupBy(request => request.Client).Aggregate("bytes-per-client", a => a.Sum(request => request.Bytes), tasks).ToView();

    /// <summary>A view of this mode alone.</summary>
    public static ViewName<string, long> AddClientsPerPath(KeyedStream<string, Request> pages, int tasks) =>
        pages.Aggregate("clients-per-path", Approximately, tasks).ToView();

    private static Aggregation<Request, UniqueClients, long> Approximately(Aggregates<Request> a) =>
        a.Use<string, UniqueClients, long, ApproximateClients>(request => request.Client, default);

    private static Aggregation<Request, UniqueClients, long> Exactly(Aggregates<Request> a) =>
        a.Use<string, UniqueClients, long, ExactClients>(request => request.Client, default);
}
