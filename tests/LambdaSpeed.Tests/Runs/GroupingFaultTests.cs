using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A grouping that fails ends the run in the name of the sending component and task, and says on which tuple.</summary>
public sealed class GroupingFaultTests
{
    private const long Bad = 57;

    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 100).Select(n => (long)n)];

    public static TheoryData<string, bool, int> Places() => new(
        from grouping in new[] { "custom throws", "custom names no task", "direct names no task", "direct forgets", "fields throws" }
        from tracks in new[] { true, false }
        from chunk in new[] { 1, 16, 256 }
        select (grouping, tracks, chunk));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Fault_NamesSenderTaskAndPosition(string grouping, bool tracks, int chunk)
    {
        var builder = new TopologyBuilder("faults");
        var sent = builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), 3).Then<long>("send", (x, output) =>
        {
            if (grouping.StartsWith("direct", StringComparison.Ordinal) && (x != Bad || grouping != "direct forgets"))
                output.EmitTo(x == Bad ? 7 : 0, x);
            else output.Emit(x);
        }, 3);
        Grouped(sent, grouping).ForEach("see", _ => { }, 2);

        var fault = await builder.RunToFaultAsync<TaskFailedException>(new() { TracksPositions = tracks, ChunkSize = chunk });

        Assert.Equal(("send", (int)(Bad % 3)), (fault.Component, fault.TaskIndex)); // the spout's tasks take turns
        Assert.Equal(tracks ? new LogPosition((int)(Bad % 3), Bad) : null, fault.Position);
        Assert.Contains($"'send', task {Bad % 3}, failed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(tracks, fault.Message.Contains($"source position {Bad % 3}@{Bad}", StringComparison.Ordinal));
        Assert.IsType(grouping.EndsWith("throws", StringComparison.Ordinal) ? typeof(TestFailure) : typeof(GroupingException), fault.InnerException);
    }

    private static Stream<long> Grouped(Stream<long> sent, string grouping) => grouping switch
    {
        "custom throws" => sent.Custom((x, _) => ThrowIfBad(x, 1)),
        "custom names no task" => sent.Custom((x, tasks) => x == Bad ? tasks : 0),
        "fields throws" => sent.Fields(x => ThrowIfBad(x, x)),
        _ => sent.Direct(),
    };

    private static TResult ThrowIfBad<TResult>(long x, TResult result) => x == Bad ? throw new TestFailure() : result;
}
