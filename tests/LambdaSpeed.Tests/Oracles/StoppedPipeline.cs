using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>A random pipeline from an endless source to a sink that stands still until it is released.</summary>
internal sealed class StoppedPipeline : IDisposable
{
    private static readonly TimeSpan _stillness = TimeSpan.FromMilliseconds(10);

    private readonly Random _random;
    private readonly ManualResetEventSlim _release = new();
    private readonly List<CountingSpout> _spouts = [];
    private readonly TopologyBuilder _builder;
    private readonly ViewName<long, long> _view;
    private long _multiplied = 1; // tuples of the sink for each of the source's
    private long _seen;

    public StoppedPipeline(int seed)
    {
        _random = new Random(seed);
        _builder = new TopologyBuilder($"stopped-{seed}");
        Options = new()
        {
            Workers = Between(1, 3),
            ChunkSize = Between(1, 40),
            EdgeCapacity = Between(1, 5),
            EpochInterval = TimeSpan.FromMilliseconds(Between(1, 20)),
        };
        var sinks = Between(1, 3);
        Stream<long> stream = _builder.AddSpout("numbers", MakeSpout, Between(1, 3));
        for (var i = Between(0, 4); i > 0; i--) stream = Pass(stream, $"pass-{i}", Between(1, 3));
        stream = Grouped(stream, sinks);
        _view = stream.Then<long>("sink", (x, output) =>
        {
            _release.Wait(RunFixture.Patience);
            Interlocked.Increment(ref _seen);
            output.Emit(x);
        }, sinks, new() { OwnThread = true }).GroupBy(x => x % 10).Aggregate("counts", a => a.Count(), Between(1, 2)).ToView();
    }

    public SpeedLayerOptions Options { get; }

    /// <summary>How many tuples the sources have emitted.</summary>
    public long Emitted => _spouts.Sum(spout => spout.Emitted);

    /// <summary>How many tuples the sink has got to see.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>How many tuples the sink must get to see.</summary>
    public long Owed => Emitted * _multiplied;

    public Task<TopologyRun> StartAsync() => _builder.StartAsync(Options);

    /// <summary>What all edges and tasks may hold together: in each channel its capacity, one chunk kept and one being filled; in each
    /// task the chunk that it works on.</summary>
    public long RoomOf(TopologyRun run)
    {
        var description = run.Describe();
        return ((description.Edges.Count * (Options.EdgeCapacity + 2L)) + description.Tasks.Count) * Options.ChunkSize;
    }

    /// <summary>Waits until the source stands still, because there is room nowhere.</summary>
    public async Task UntilFull(TopologyRun run)
    {
        var (emitted, since) = (-1L, TimeProvider.System.GetTimestamp());
        await run.Until(() =>
        {
            if (emitted != Emitted) (emitted, since) = (Emitted, TimeProvider.System.GetTimestamp());
            return emitted > 0 && TimeProvider.System.GetElapsedTime(since) > _stillness;
        });
    }

    public void Release() => _release.Set();

    /// <summary>How many tuples the view has counted.</summary>
    public long CountedBy(TopologyRun run) => run.View(_view).All().Sum(pair => pair.Value);

    public void Dispose() => _release.Dispose();

    private CountingSpout MakeSpout()
    {
        var spout = new CountingSpout();
        lock (_spouts) _spouts.Add(spout);
        return spout;
    }

    private Stream<long> Pass(Stream<long> stream, string name, int tasks)
    {
        var times = Between(1, 3);
        _multiplied *= times;
        return Grouped(stream, tasks).Then<long>(name, (x, output) =>
        {
            for (var i = 0; i < times; i++) output.Emit(x);
        }, tasks, new() { CanFuse = _random.Next(3) == 0, OwnThread = _random.Next(6) == 0 });
    }

    private Stream<long> Grouped(Stream<long> stream, int readers)
    {
        switch (_random.Next(7))
        {
            case 0: return stream.Shuffle();
            case 1: return stream.Global();
            case 2: return stream.Fields(x => x % 17);
            case 3: return stream.Custom((x, tasks) => (int)(x % tasks));
            case 4: return stream.LoadAwareShuffle();
            case 5:
                _multiplied *= readers;
                return stream.All();
            default: return stream;
        }
    }

    private int Between(int least, int most) => _random.Next(least, most + 1);
}
