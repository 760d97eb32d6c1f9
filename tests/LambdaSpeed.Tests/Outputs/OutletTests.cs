using System.Buffers;
using System.Globalization;
using System.Text;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Outputs;

/// <summary>What a run does with a place of outputs that is not the library's own.</summary>
public sealed class OutletTests
{
    private const int Numbers = 2000;

    private readonly PlaceOfOutputs _place = new();
    private readonly ICheckpointStore _store = CheckpointStore.InMemory();

    private SpeedLayerOptions Options => new()
    {
        Checkpoints = _store, EpochTuples = 200, CommitPatience = TimeSpan.FromMilliseconds(100),
        Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
    };

    [Fact]
    public async Task Outputs_ComeInOrder_WithTheIdsThatTheyKeep()
    {
        await using var run = await Copy().RunToEndAsync(Options);

        RequireEachOnce();
        Assert.StartsWith("copying/copies/0#1.1:0=0", _place.Texts[0], StringComparison.Ordinal);
        Assert.Equal(("copying", "copies", true), (_place.Context!.Topology, _place.Context.Output, _place.Context.KeepsOutputs));
        Assert.Equal("a place: Sending", run.Component("copies").Outlet!.ToString());
        Assert.Contains("a place: Sending", run.Describe().ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (_place.Opened, _place.Closed));
    }

    [Fact]
    public async Task Outage_IsWaitedFor_BeyondThePatienceOfCommits_WithTheSpoutsHeld()
    {
        var (since, failures) = (0L, 0);
        _place.Before = what =>
        {
            if (what != "release" || _place.Texts.Count < 500) return;
            if (since == 0) since = TimeProvider.System.GetTimestamp();
            if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(1) && failures >= 3) return;
            failures++;
            throw new OutletException("away", isOutage: true);
        };

        await using var run = await Copy().RunToEndAsync(Options);

        Assert.InRange(failures, 3, 100); // with growing delays
        Assert.Equal(0, run.Restarts);
        RequireEachOnce();
    }

    [Fact]
    public async Task Failure_ThatIsNoOutage_EndsTheRunInTheEnd_AndTheNextStartPutsOutTheRest()
    {
        _place.Before = what =>
        {
            if (what == "release" && _place.Texts.Count >= 500) throw new OutletException("full", isOutage: false);
        };
        var fault = await Copy().RunToFaultAsync<OutputException>(Options with { Restart = RestartPolicy.Never });
        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.Equal("copies", fault.Output);
        _place.Before = static _ => { };

        await using var run = await Copy().RunToEndAsync(Options);

        RequireEachOnce();
        Assert.Equal((2, 2), (_place.Opened, _place.Closed));
    }

    [Fact]
    public async Task Mark_ComesBackWithOutputsThatMayBeOut()
    {
        _place.Mark = [1, 2, 3];
        var one = Options with { EpochTuples = 1_000_000, EpochInterval = TimeSpan.FromHours(1) };
        await using (await Copy(Numbers / 2).RunToEndAsync(one)) // with all in one epoch
        {
        }
        _place.Mark = [9];
        await using var run = await Copy().RunToEndAsync(Options);

        Assert.All(_place.Returned, mark => Assert.Equal([1, 2, 3], mark));
        Assert.NotEmpty(_place.Returned);
        RequireEachOnce();
    }

    [Fact]
    public async Task Restart_TakesAnotherOutlet_WhichPassesOverWhatIsOut()
    {
        var left = 3;
        _place.Before = what =>
        {
            if (what == "release" && _place.Texts.Count % 500 == 499 && left-- > 0) throw new InvalidOperationException("broken");
        };
        await using var run = await Copy().RunToEndAsync(Options);

        Assert.Equal(3, run.Restarts);
        Assert.Equal((4, 4), (_place.Opened, _place.Closed));
        RequireEachOnce();
    }

    [Fact]
    public async Task Place_ThatCannotBeOpened_FailsTheStart()
    {
        _place.Before = what =>
        {
            if (what == "open") throw new OutletException("no such place", isOutage: false);
        };
        var fault = await Assert.ThrowsAsync<TaskFailedException>(() => Copy().StartAsync(Options));
        Assert.Equal("copies", fault.Component);
        Assert.Contains("no such place", fault.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (_place.Opened, _place.Closed));
    }

    [Fact]
    public async Task Outputs_InBytesOfYourOwn_WithKeys()
    {
        var builder = new TopologyBuilder("own");
        builder.AddSpout("numbers", () => new FlakySpout(3, -1, () => false)).ToOutlet(
            "copies", _place.NewOutlet, (value, i) => Encoding.UTF8.GetBytes($"n{i}", value), (key, i) => key.Write("k"u8));
        await using var run = await builder.RunToEndAsync(new());

        Assert.Equal(["n0", "n1", "n2"], _place.Texts.Select(text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        Assert.False(_place.Context!.KeepsOutputs);
    }

    [Fact]
    public async Task Output_TooLargeForItsPlace_IsRefusedBeforeItIsCommitted()
    {
        var small = new PlaceOfOutputs { MostBytes = 3 };
        var builder = new TopologyBuilder("large");
        builder.AddSpout("texts", Spouts.FromArray(new[] { "abc", "abcd" })).ToOutlet(
            "copies", small.NewOutlet, (value, text) => Encoding.UTF8.GetBytes(text, value));
        var fault = await builder.RunToFaultAsync<TupleFailedException>(Options);
        Assert.Equal(1, fault.Ordinal);
        Assert.Empty(small.Texts);
    }

    [Fact]
    public void Type_WithoutACodec_IsReported_AndAMissingPlaceRefused()
    {
        var builder = new TopologyBuilder("nothing");
        var stream = builder.AddSpout("things", Spouts.FromArray(new[] { new object() }));
        Assert.Throws<ArgumentNullException>(() => stream.ToOutlet("copies", null!));
        stream.ToOutlet("copies", _place.NewOutlet);
        Assert.Contains("ToOutlet", Assert.ThrowsAny<Exception>(() => builder.Build()).Message, StringComparison.Ordinal);
    }

    private TopologyBuilder Copy(int count = Numbers)
    {
        var builder = new TopologyBuilder("copying");
        builder.AddSpout("numbers", () => new FlakySpout(count, -1, () => false)).ToOutlet(
            "copies", _place.NewOutlet, (value, i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture), value));
        return builder;
    }

    private void RequireEachOnce() => Assert.Equal(
        Enumerable.Range(0, Numbers).Select(i => i.ToString(CultureInfo.InvariantCulture)),
        _place.Texts.Select(text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]));
}
