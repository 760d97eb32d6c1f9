using LambdaSpeed.Sketches;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Building;

/// <summary>Arguments that no compiler refuses (nothing in a list, no member of an enum, a time or number below what makes sense) are refused
/// where they are given, by name.</summary>
public sealed class RefusedArgumentTests
{
    private static readonly TimeSpan _negative = TimeSpan.FromTicks(-1);

    private static readonly Dictionary<string, (string Parameter, Action Call)> _cases = new()
    {
        ["no files"] = ("paths", () => Spouts.FromTextFiles([])),
        ["no files to parse"] = ("paths", () => Spouts.FromTextFiles<int>([], _ => 0)),
        ["file without a name"] = ("paths", () => Spouts.FromTextFiles([""])),
        ["text: UTF-8"] = ("InvalidUtf8", () => Spouts.FromTextFiles(["a"], new() { InvalidUtf8 = (InvalidUtf8)7 })),
        ["text: line"] = ("MaxLineBytes", () => Spouts.FromTextFiles(["a"], new() { MaxLineBytes = 0 })),
        ["text: buffer"] = ("BufferBytes", () => Spouts.FromTextFiles(["a"], new() { BufferBytes = -1 })),
        ["generated below none"] = ("count", () => Spouts.Generate(x => x, -1)),
        ["paced below none"] = ("count", () => Spouts.GeneratePaced(x => x, 1, -1)),
        ["paced by nothing"] = ("perSecond", () => Spouts.GeneratePaced(x => x, 0)),
        ["paced by no number"] = ("perSecond", () => Spouts.GeneratePaced(x => x, double.NaN)),
        ["paced for ever"] = ("perSecond", () => Spouts.GeneratePaced(x => x, double.PositiveInfinity)),
        ["push: capacity"] = ("capacity", () => _ = new PushSpout<long>(0)),
        ["intake: capacity"] = ("capacity", () => _ = new ChannelIntakeSource<long>(0)),
        ["window: no size"] = ("size", () => Window.Tumbling(TimeSpan.Zero)),
        ["window: negative size"] = ("size", () => Window.Sliding(_negative)),
        ["window: no step"] = ("every", () => Window.Hopping(TimeSpan.FromSeconds(1), TimeSpan.Zero)),
        ["window: no gap"] = ("gap", () => Window.Session(TimeSpan.Zero)),
        ["window: unit"] = ("unit", () => Window.Calendar((CalendarUnit)17)),
        ["window: weekday"] = ("firstDayOfWeek", () => Window.Calendar(CalendarUnit.Week, firstDayOfWeek: (DayOfWeek)8)),
        ["window: name"] = ("name", () => Window.Custom("", time => (time, time))),
        ["windows: late policy"] = ("policy", () => Windowed().OnLate((LatePolicy)7)),
        ["windows: lateness"] = ("lateness", () => Windowed().AllowLateness(_negative)),
        ["windows: kept"] = ("time", () => Windowed().KeepFor(_negative)),
        ["count windows: size"] = ("size", () => Keyed().CountWindow(0)),
        ["count windows: step"] = ("every", () => Keyed().CountWindow(2, -1)),
        ["count windows: kept"] = ("windows", () => Keyed().CountWindow(2).Keep(-1)),
        ["firings: mode"] = ("mode", () => FiringPolicy.WhenFinal().In((FiringMode)7)),
        ["firings: time"] = ("every", () => FiringPolicy.WhenFinal().WithEarly(TimeSpan.Zero)),
        ["firings: tuples"] = ("tuples", () => FiringPolicy.WhenFinal().WithEarly(0)),
        ["watermarks: disorder"] = ("disorder", () => WatermarkStrategy.BoundedOutOfOrderness(_negative)),
        ["watermarks: idle"] = ("time", () => WatermarkStrategy.Ascending().WithIdleAfter(_negative)),
        ["watermarks: ahead"] = ("time", () => WatermarkStrategy.Ascending().WithMaxAhead(_negative)),
        ["watermarks: partitions"] = ("count", () => WatermarkStrategy.Ascending().ForPartitions(0)),
        ["cuts: interval"] = ("interval", () => CutSchedule.Every(TimeSpan.Zero)),
        ["cuts: epochs"] = ("count", () => CutSchedule.EveryEpochs(0)),
        ["cuts: tuples"] = ("count", () => CutSchedule.EveryTuples(0)),
        ["log: interval"] = ("interval", () => LogDurability.Interval(_negative)),
        ["log: access"] = ("Access", () => Logged(new() { Access = (LogAccess)7 })),
        ["log: partitions"] = ("Partitions", () => Logged(new() { Partitions = 0 })),
        ["log: retention"] = ("RetentionAge", () => Logged(new() { RetentionAge = _negative })),
        ["log: polling"] = ("PollInterval", () => Logged(new() { PollInterval = TimeSpan.Zero })),
        ["log: partition that is not there"] = ("partition", () => Opened(log => log.OpenReader(9))),
        ["log: end of a partition that is not there"] = ("partition", () => Opened(log => log.EndOffset(-1))),
        ["log: start at a negative offset"] = ("positions", () => LogStart.At(new LogPosition(0, -1))),
        ["side output without a name"] = ("name", () => _ = new SideOutput<long>("")),
        ["top of none"] = ("size", () => Keyed().Aggregate("v", a => a.TopN(0, x => x))),
        ["keys expected"] = ("count", () => Keyed().Aggregate("v", a => a.Count()).ExpectKeys(-1)),
        ["checkpoints: snapshot"] = ("SnapshotAfterBytes", () => CheckpointStore.InDirectory("x", new() { SnapshotAfterBytes = 0 })),
        ["checkpoints: directory"] = ("path", () => CheckpointStore.InDirectory("")),
        ["sketch: width"] = ("width", () => new HllUnion(12).ToSketch((HllWidth)7)),
    };

    public static TheoryData<string> Cases() => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Call_WithoutSense_IsRefusedByName(string what)
    {
        var refusal = Assert.ThrowsAny<ArgumentException>(_cases[what].Call);

        Assert.Equal(_cases[what].Parameter, refusal.ParamName);
    }

    [Fact]
    public async Task Read_AtNoLevel_IsRefused()
    {
        var builder = new TopologyBuilder("levels");
        var view = builder.AddSpout("numbers", Spouts.Generate(x => x, 10)).GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => run.View(view).Read(1, (ReadLevel)7)).ParamName);
        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await run.View(view).ReadAsync(1, (ReadLevel)(-1), RunFixture.Cancel));
        Assert.Contains("Remedy", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PausedFor_ATimeThatIsOver_IsForNone() => Assert.Equal(TimeSpan.Zero, SpoutStatus.PausedFor(_negative).Delay);

    private static KeyedStream<long, long> Keyed() => new TopologyBuilder("refused").AddSpout("numbers", new ListSpout<long>([])).GroupBy(x => x);

    private static WindowedStream<long, long> Windowed() => Keyed().Window(Window.Tumbling(TimeSpan.FromSeconds(1)));

    private static void Logged(ReplayLogOptions options)
    {
        using var fixture = new LogFixture(options);
    }

    private static void Opened(Action<ReplayLog> call)
    {
        using var fixture = new LogFixture();
        call(fixture.Log);
    }
}
