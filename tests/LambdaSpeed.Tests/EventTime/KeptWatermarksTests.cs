using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

/// <summary>What event time writes into checkpoints.</summary>
public sealed class KeptWatermarksTests
{
    [Fact]
    public void Epoch_InWhichNoWatermarkMoved_WritesNone()
    {
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("stepped");
        builder.AddSpout("times", spout).WithEventTime(DateTimeOffset.FromUnixTimeSeconds, WatermarkStrategy.Ascending()).Ignore();
        var run = new SteppedRun(builder, new FakeTimeProvider());
        var section = run.Attempt.State.Find("event-time:event-time")!;

        Assert.Equal([1L, 0, 1, 0], new[] { 100L, 50, 200, 200 }.Select(Written));

        long Written(long time)
        {
            spout.Push(time);
            run.Step();
            run.Ask(attempt => attempt.RequestEpoch());
            using var writer = new ChangeWriter();
            foreach (var scan in section.Changes(run.Published)) scan.WriteSome(writer, bytes: 1 << 16);
            return writer.Count;
        }
    }
}
