using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>What becomes of what is emitted beside: read, ignored, or forgotten.</summary>
public sealed class SideOutputTests : IDisposable
{
    private const int UnreadEvent = 20;

    private static readonly SideOutput<long> _odd = new("odd");
    private static readonly SideOutput<long> _even = new("even");
    private static readonly SideOutput<long> _optional = new("optional") { MayBeUnread = true };

    private readonly TopologyBuilder _builder = new("sides");
    private readonly LoggedEvents _logged = new();

    [Fact]
    public async Task Emit_OnASideOutputThatNobodyReads_IsDropped_AndToldOnceInEachTask()
    {
        var bolt = Divide(parallelism: 2);
        bolt.Ignore();
        var odd = bolt.Side(_odd).GroupBy(_ => 0L).Aggregate("odd", a => a.Count()).ToView();

        await using var run = await RunAsync();

        Assert.Equal(500, run.View(odd).Get(0));
        var told = _logged.Of(UnreadEvent);
        Assert.Equal(2, told.Count);
        Assert.All(told, message => Assert.Contains("'divide' emits on its side output 'even'", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Emit_OnASideOutputThatIsIgnored_IsToldByNobody()
    {
        var bolt = Divide();
        bolt.Ignore();
        bolt.Side(_odd).Ignore();
        bolt.Side(_even).Ignore();

        await using var run = await RunAsync();

        Assert.Empty(_logged.Of(UnreadEvent));
    }

    [Fact]
    public async Task Emit_OnOneThatMayBeUnread_IsToldByNobody()
    {
        Numbers().Then<long>("bolt", (x, output) => output.Emit(_optional, x)).Ignore();

        await using var run = await RunAsync();

        Assert.Empty(_logged.Of(UnreadEvent));
    }

    [Fact]
    public async Task Emit_OnAnotherOneOfTheSameName_FailsTheTuple()
    {
        var bolt = Numbers().Then<long>("bolt", (x, output) => output.Emit(new SideOutput<string>("odd"), "x"));
        bolt.Ignore();
        bolt.Side(_odd).Ignore();

        var fault = await _builder.RunToFaultAsync<TupleFailedException>();

        Assert.Contains("another side output named 'odd'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Emit_OnASideOutput_AllocatesNothing_WhetherItIsReadOrNot(bool isRead)
    {
        var allocated = new List<long>();
        var bolt = Numbers().Then<long>("bolt", (x, output) =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            output.Emit(_even, x);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        });
        bolt.Ignore();
        if (isRead) bolt.Side(_even).Ignore();

        await using var run = await RunAsync();

        Assert.Equal(0, allocated.Skip(500).Sum()); // buffers have grown by then
    }

    [Fact]
    public async Task Emit_OnSeveralThatNobodyReads_InTurn_AllocatesNothing()
    {
        var allocated = new List<long>(1000);
        Numbers().Then<long>("bolt", (x, output) =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            output.Emit(_even, x);
            output.Emit(_odd, x);
            output.Emit(_optional, x);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }).Ignore();

        await using var run = await RunAsync();

        Assert.Equal(0, allocated.Skip(500).Sum());
    }

    public void Dispose() => _logged.Dispose();

    private Stream<long> Numbers() => _builder.AddSpout("numbers", Spouts.Generate(x => x, 1000));

    private ProcessedStream<long, long> Divide(int parallelism = 1) =>
        Numbers().Shuffle().Then<long>("divide", (x, output) => output.Emit(x % 2 == 0 ? _even : _odd, x), parallelism);

    private Task<TopologyRun> RunAsync() => _builder.RunToEndAsync(new() { LoggerFactory = _logged, ChunkSize = 16 });
}
