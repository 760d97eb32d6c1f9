using BenchmarkDotNet.Attributes;

namespace LambdaSpeed.Benchmarks;

/// <summary>What a point read of a realtime view costs beside the same read of a dictionary.</summary>
[MemoryDiagnoser]
public class ViewRead
{
    private const int Reads = 1 << 16;

    private readonly long[] _asked = new long[Reads];
    private readonly Dictionary<long, long> _dictionary = [];
    private TopologyRun _run = null!;
    private IView<long, long> _view = null!;

    [Params(1_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public async Task Run()
    {
        var random = new Random(1);
        for (var i = 0; i < Reads; i++) _asked[i] = random.Next(Keys);
        for (var key = 0L; key < Keys; key++) _dictionary[key] = 1;
        var topology = new TopologyBuilder("reads");
        var name = topology.AddSpout("keys", Spouts.Generate(key => key, Keys)).GroupBy(key => key).Aggregate("counts", a => a.Count()).ToView();
        _run = await SpeedLayer.StartAsync(topology.Build());
        await _run.Completion;
        _view = _run.View(name);
    }

    [GlobalCleanup]
    public async Task Stop() => await _run.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Reads)]
    public void Dictionary() => Check(static (self, key) => self._dictionary[key]);

    [Benchmark(OperationsPerInvoke = Reads)]
    public void Committed() => Check(static (self, key) => self._view.Get(key));

    [Benchmark(OperationsPerInvoke = Reads)]
    public void Latest() => Check(static (self, key) => self._view.Read(key, ReadLevel.Latest).Value);

    private void Check(Func<ViewRead, long, long> read)
    {
        var sum = 0L;
        foreach (var key in _asked) sum += read(this, key);
        if (sum != Reads) throw new InvalidOperationException($"The sum of {Reads} counts of one is {sum}.");
    }
}
