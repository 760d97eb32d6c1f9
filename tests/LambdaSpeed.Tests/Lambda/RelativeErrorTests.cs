using System.Numerics;
using LambdaSpeed.Lambda;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>How far results are off, whatever they are.</summary>
public sealed class RelativeErrorTests
{
    [Fact]
    public void Numbers_AreOffByTheirDifference_WhateverTheirType()
    {
        Assert.Equal(0.5, RelativeError.Of(3L, 2L));
        Assert.Equal(0.5, RelativeError.Of(3m, 2m));
        Assert.Equal(0.5, RelativeError.Of<double?>(3, 2)); // an average
        Assert.Equal(0.5, RelativeError.Of<decimal?>(3, 2));
        Assert.Equal(0.5, RelativeError.Of((Int128)3, (Int128)2));
        Assert.Equal(0.5, RelativeError.Of((UInt128)3, (UInt128)2));
        Assert.Equal(0.5, RelativeError.Of((BigInteger)3, (BigInteger)2));
        Assert.Equal(0.5, RelativeError.Of((Half)3, (Half)2));
        Assert.Equal(0.5, RelativeError.Of(TimeSpan.FromHours(3), TimeSpan.FromHours(2)));
    }

    [Theory]
    [InlineData(5.0, double.NaN, 1)]
    [InlineData(double.NaN, 5.0, 1)]
    [InlineData(double.NaN, double.NaN, 0)]
    [InlineData(5.0, double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, 1)]
    [InlineData(5.0, 0.0, 1)]
    [InlineData(0.0, 0.0, 0)]
    [InlineData(0.0, 5.0, 1)]
    public void Error_IsNeverNaN(double shown, double right, double error) => Assert.Equal(error, RelativeError.Of(shown, right));

    [Fact]
    public void WhatIsNoNumber_IsRightOrWrong()
    {
        Assert.Equal(0, RelativeError.Of("a", "a"));
        Assert.Equal(1, RelativeError.Of("a", "b"));
        Assert.Equal(1, RelativeError.Of<double?>(null, 2));
        Assert.Equal(1, RelativeError.Of<double?>(2, null));
        Assert.Equal(1, RelativeError.Of(DayOfWeek.Friday, DayOfWeek.Monday));
    }
}
