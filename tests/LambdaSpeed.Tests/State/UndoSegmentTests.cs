using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>An undo segment that is used again lets go of what it referred to, a bounded part each time: sealing must not depend on how much
/// an epoch changed.</summary>
public sealed class UndoSegmentTests
{
    private const int Records = 10_000;

    private readonly UndoSegment<string, string> _segment = new();

    [Fact]
    public void Reset_LetsGoOfReferences_APartEachTime()
    {
        for (var i = 0; i < Records; i++) _segment.Add(new() { Key = $"{i}", Value = "value", Hash = 1, Stamp = 1 });

        _segment.Reset(2, null);
        Assert.Equal(0, _segment.Count);
        Assert.InRange(Referring(), 1, Records - 1);

        for (var epoch = 3; epoch < 6; epoch++) _segment.Reset(epoch, null);
        Assert.Equal(0, Referring());
    }

    [Fact]
    public void Reset_AfterFewRecords_LetsGoOfThoseOfAnEarlierEpochToo()
    {
        for (var i = 0; i < Records; i++) _segment.Add(new() { Key = $"{i}", Value = "value", Hash = 1, Stamp = 1 });
        for (var epoch = 2; epoch < 8; epoch++)
        {
            _segment.Reset(epoch, null);
            _segment.Add(new() { Key = "new", Value = "value", Hash = 1, Stamp = 1 });
        }

        Assert.Equal(1, Referring());
        Assert.Equal("new", _segment.Records[0].Key);
    }

    private int Referring()
    {
        var count = 0;
        for (var i = 0; _segment.TryRead(i, out var record); i++) count += record.Key is null ? 0 : 1;
        return count;
    }
}
