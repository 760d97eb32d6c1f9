using FsCheck.Xunit;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>The table against a model: a dictionary for each epoch.</summary>
public sealed class VersionedTableTests
{
    [Property(MaxTest = 300)]
    public void Table_AfterAnySteps_ReadsAsTheModelAtEveryPinnedEpoch(uint seed)
    {
        var random = new Random((int)(seed * 2_654_435_761));
        var steps = new TableModel<long>(random, read: value => value, add: (ref long value, int by) => value += by, copy: null);
        for (var i = random.Next(1, 600); i > 0; i--) steps.Step();
    }

    [Property(MaxTest = 300)]
    public void Table_OfValuesChangedInPlace_ReadsAsTheModelAtEveryPinnedEpoch(uint seed)
    {
        var random = new Random((int)(seed * 2_654_435_761));
        var steps = new TableModel<long[]>(
            random,
            read: value => value is null ? 0 : value[0],
            add: (ref long[] value, int by) => (value ??= new long[1])[0] += by,
            copy: value => [.. value]);
        for (var i = random.Next(1, 600); i > 0; i--) steps.Step();
    }

    [Fact]
    public void Table_WithoutPins_ReusesUndoSegments()
    {
        var table = new VersionedTable<long, long>(new EpochId(1));
        table.Insert(7, 7, 0);
        for (var epoch = 1; epoch <= 10_000; epoch++)
        {
            table.Touch(7, 7).Value++;
            table.Seal(new EpochId(epoch + 1), oldestNeeded: new EpochId(epoch - 1));
        }

        Assert.InRange(table.ApproximateBytes, 1, 2_000);
        Assert.True(TableReader.TryReadAsOf(table, 7L, 7u, 10_000, out var value));
        Assert.Equal(10_000, value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(40_961)]
    [InlineData(100_000)]
    public void Table_WithExpectedKeys_NeverGrows(int expected)
    {
        var table = new VersionedTable<long, long>(new EpochId(1), expected: expected);
        var entries = table.Entries;
        for (var key = 1; key <= expected; key++) table.Insert(key, (uint)key, key);

        Assert.Same(entries, table.Entries);
        Assert.InRange(entries.Length, 16, Math.Max(16, expected * 6));
    }
}
