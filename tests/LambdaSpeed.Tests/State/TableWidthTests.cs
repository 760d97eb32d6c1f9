using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

public sealed class TableWidthTests
{
    [Fact]
    public void IsWide_NumbersAndReferences_AreWrittenAtOnce()
    {
        Assert.False(VersionedTable<int, long>.IsWide);
        Assert.False(VersionedTable<int, double>.IsWide);
        Assert.False(VersionedTable<int, string>.IsWide);
        Assert.False(VersionedTable<int, DayOfWeek>.IsWide);
    }

    [Fact]
    public void IsWide_StructsOfSeveralFields_EvenSmallOnes()
    {
        Assert.True(VersionedTable<int, (int, int)>.IsWide);
        Assert.True(VersionedTable<int, int?>.IsWide);
        Assert.True(VersionedTable<int, decimal>.IsWide);
    }
}
