using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Sessions of two slices together.</summary>
public sealed class SessionListTests
{
    [Fact]
    public void WhatHasGoneOn_IsThereOnce_AsTheLaterSliceHasIt()
    {
        var first = Of((0, 5), (20, 23));
        var second = Of().Continuing(new(20, 23, 0)).With(Of()); // goes on, and nothing has come
        second.Replace(0, 1, new(20, 30, 0));

        Assert.Equal([(0, 5), (20, 30)], Bounds(first.With(second)));
        Assert.Empty(first.With(second).Continued);
    }

    /// <summary>A session that goes on through three slices, added up in any order of neighbours.</summary>
    [Fact]
    public void NeighboursCanBeAddedUpInAnyOrder()
    {
        var first = Of((0, 5), (20, 23));
        var second = Of((20, 30), (40, 41), since: [(20, 23)]);
        var third = Of((20, 35), (50, 50), since: [(20, 30)]);

        var left = first.With(second).With(third);
        var right = first.With(second.With(third));

        Assert.Equal([(0, 5), (20, 35), (40, 41), (50, 50)], Bounds(left));
        Assert.Equal(Bounds(left), Bounds(right));
        Assert.Equal([new SessionBounds(20, 23)], second.With(third).Continued);
    }

    /// <summary>Where several partitions were read in another order, a recomputation may have found other bounds: what overlaps is left to
    /// the later slice, so that nothing counts twice.</summary>
    [Theory]
    [InlineData(20, 22)]
    [InlineData(18, 23)]
    [InlineData(10, 28)]
    public void OtherBounds_NeverCountTwice(long begin, long end)
    {
        var recomputed = Of((0, 5), (begin, end));
        var later = Of((20, 30), since: [(20, 23)]);

        Assert.Equal([(0, 5), (20, 30)], Bounds(recomputed.With(later)));
    }

    /// <summary>A session that is final stays, however near it is, also where it lies within one that has gone on.</summary>
    [Fact]
    public void FinalOnes_Stay()
    {
        var first = Of((24, 25), (20, 40));
        var later = Of((20, 50), since: [(20, 40)]);

        Assert.Equal([(24, 25), (20, 50)], Bounds(first.With(later)));
    }

    private static SessionList<long> Of(params (long First, long Last)[] sessions) => new([.. sessions.Select(s => new Session<long>(s.First, s.Last, 0))]);

    private static SessionList<long> Of((long First, long Last) one, (long First, long Last)[] since) => Of([one], since);

    private static SessionList<long> Of((long First, long Last) one, (long First, long Last) other, (long First, long Last)[] since) =>
        Of([one, other], since);

    private static SessionList<long> Of((long First, long Last)[] sessions, (long First, long Last)[] since) =>
        new([.. sessions.Select(s => new Session<long>(s.First, s.Last, 0))]) { Continued = [.. since.Select(s => new SessionBounds(s.First, s.Last))] };

    private static List<(long First, long Last)> Bounds(SessionList<long> list) => [.. list.Sessions.ToArray().Select(s => (s.First, s.Last))];
}
