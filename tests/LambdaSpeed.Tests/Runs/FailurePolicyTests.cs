using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Each failure policy, of each kind of component; dead letters in detail are in <see cref="DeadLetterTests"/>.</summary>
public sealed class FailurePolicyTests
{
    private static readonly List<long> _numbers = [.. Enumerable.Range(1, 500).Select(n => (long)n)];

    private readonly TopologyBuilder _builder = new("policies");

    public static TheoryData<string, bool> Kinds() => new(
        from kind in FailingComponent.Kinds
        from canFuse in new[] { true, false }
        select (kind, canFuse));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Skip_LeavesTheTupleOut(string kind, bool canFuse)
    {
        var failing = Failing(kind, canFuse, TupleFailurePolicy.Skip);

        await using var run = await _builder.RunToEndAsync(new() { ChunkSize = 16 });

        AssertSumsOfKept(run, failing);
        var component = run.Component(failing.Name);
        Assert.Equal((_numbers.Count / 7 * failing.Times, 0, 0), (component.TuplesSkipped, component.TuplesDeadLettered, component.TuplesRetried));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task DeadLetter_MakesItALetter(string kind, bool canFuse)
    {
        var failing = Failing(kind, canFuse, TupleFailurePolicy.DeadLetter);
        failing.DeadLetters().Ignore();

        await using var run = await _builder.RunToEndAsync(new() { ChunkSize = 16 });

        AssertSumsOfKept(run, failing);
        var component = run.Component(failing.Name);
        Assert.Equal((0, _numbers.Count / 7 * failing.Times, 0), (component.TuplesSkipped, component.TuplesDeadLettered, component.TuplesRetried));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Halt_EndsTheRun(string kind, bool canFuse)
    {
        var failing = Failing(kind, canFuse, TupleFailurePolicy.Halt);

        var fault = await _builder.RunToFaultAsync<TupleFailedException>(new() { ChunkSize = 16 });

        Assert.Equal((failing.Name, 1), (fault.Component, fault.Attempts));
        long[] places = kind == "two-input" ? [6, 10] : [6]; // 7, the first that is failed on; the first four of the other input before
        Assert.Contains(fault.Ordinal, places);
    }

    private static void AssertSumsOfKept(TopologyRun run, FailingComponent failing)
    {
        if (failing.Sums is not { } sums) return;
        var expected = _numbers.Where(FailingComponent.IsKept).GroupBy(x => x % 10).ToDictionary(key => key.Key, key => key.Sum() * failing.Times);
        Assert.Equal(expected, run.View(sums).Content());
    }

    private FailingComponent Failing(string kind, bool canFuse, TupleFailurePolicy policy) =>
        new(_builder, _builder.AddSpout("numbers", new ListSpout<long>(_numbers)), kind, new() { OnFailure = policy, CanFuse = canFuse });
}
