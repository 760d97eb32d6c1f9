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
        Assert.Equal("new", _segment[0].Key);
    }

    [Fact]
    public void Records_AreFoundInOrder_HoweverManyThereAre()
    {
        foreach (var count in new[] { 1, 64, 65, 2048, 2049, 50_000, 3000, 10 })
        {
            _segment.Reset(1, null);
            for (var i = 0; i < count; i++) Assert.Equal(i, _segment.Add(new() { Key = "key", Undo = i }));
            var found = new List<int>();
            for (var records = _segment.From(0); records.Length > 0; records = _segment.From(found.Count))
            {
                foreach (ref readonly var record in records) found.Add(record.Undo);
            }
            Assert.Equal(Enumerable.Range(0, count), found);
            for (var i = 0; i < count; i += 97) Assert.Equal((true, i), (_segment.TryRead(i, out var read), read.Undo == _segment[i].Undo ? i : -1));
        }
        Assert.False(_segment.TryRead(1 << 20, out _));
        Assert.Empty(_segment.From(_segment.Count).ToArray());
    }

    /// <summary>One epoch that changed a million keys must not cost its memory for ever.</summary>
    [Fact]
    public void Reset_AfterFewRecords_GivesChunksBack()
    {
        var held = HeldBy(200_000);
        for (var epoch = 2; epoch < 400; epoch++)
        {
            _segment.Reset(epoch, null);
            _segment.Add(new() { Key = "new" });
        }
        Assert.InRange(Held(), 1, held / 8);

        int HeldBy(int count)
        {
            for (var i = 0; i < count; i++) _segment.Add(new() { Key = "key" });
            return Held();
        }

        int Held()
        {
            var records = 0;
            while (_segment.TryRead(records, out _)) records++;
            return records;
        }
    }

    private int Referring()
    {
        var count = 0;
        for (var i = 0; _segment.TryRead(i, out var record); i++) count += record.Key is null ? 0 : 1;
        return count;
    }
}
