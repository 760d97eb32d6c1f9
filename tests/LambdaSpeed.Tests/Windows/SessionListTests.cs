using System.Buffers;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Sessions of two slices together.</summary>
public sealed class SessionListTests
{
    [Fact]
    public void WhatHasGoneOn_IsOneSession_WithTheTuplesOfBothSlices()
    {
        var second = Of(new Session<long>(20, 23, 1).ToShadow());
        var first = Of(new(0, 5, 2), new(20, 23, 4));

        Assert.Equal([(0, 5, 2), (20, 23, 4)], Content(Sum(first, second))); // nothing has come
        second.Replace(0, 1, new(20, 30, 8, [new(20, 23)]));
        Assert.Equal([(0, 5, 2), (20, 30, 12)], Content(Sum(first, second)));
        Assert.False(Sum(first, second).IsContinuation);
        Assert.Equal([(20, 30, 8)], Content(second));
    }

    /// <summary>A session that goes on through four slices, added up in any order of neighbours; in one of them nothing came.</summary>
    [Fact]
    public void NeighboursCanBeAddedUpInAnyOrder()
    {
        var first = Of(new(0, 5, 1), new(20, 23, 2));
        var second = Of(new(20, 30, 4, [new(20, 23)]), new(40, 41, 8));
        var third = Of(new Session<long>(20, 30, 0).ToShadow());
        var fourth = Of(new(20, 35, 16, [new(20, 30)]), new(50, 50, 32));

        List<(long, long, long)> expected = [(0, 5, 1), (20, 35, 22), (40, 41, 8), (50, 50, 32)];
        Assert.Equal(expected, Content(Sum(Sum(Sum(first, second), third), fourth)));
        Assert.Equal(expected, Content(Sum(first, Sum(second, Sum(third, fourth)))));
        Assert.Equal(expected, Content(Sum(Sum(first, second), Sum(third, fourth))));
        Assert.Equal(expected, Content(Sum(first, Sum(Sum(second, third), fourth))));
    }

    /// <summary>A tuple of the next slice may have made one session of two.</summary>
    [Fact]
    public void TwoThatBecameOne_AreOne()
    {
        var next = Of(new Session<long>(0, 38, 8, [new(0, 5), new(20, 23)]));
        Assert.Equal([(0, 38, 11)], Content(Sum(Of(new(0, 5, 1), new(20, 23, 2)), next)));
    }

    /// <summary>Where several partitions were read in another order, a recomputation may have found other bounds: what overlaps is what
    /// goes on. No tuple is lost, and none counts twice.</summary>
    [Theory]
    [InlineData(20, 22, 20, 30)]
    [InlineData(18, 23, 18, 30)]
    [InlineData(10, 31, 10, 31)]
    public void OtherBounds_AreJoinedAllTheSame(long begin, long end, long first, long last)
    {
        var recomputed = Of(new(0, 5, 1), new(begin, end, 2));
        var later = Of(new Session<long>(20, 30, 4, [new(20, 23)]));

        Assert.Equal([(0, 5, 1), (first, last, 6)], Content(Sum(recomputed, later)));
    }

    [Fact]
    public void OneThatTheOtherOrderDoesNotKnow_KeepsWhatItHas()
    {
        var later = Of(new Session<long>(20, 23, 0).ToShadow(), new(40, 45, 4, [new(40, 41)]));
        Assert.Equal([(0, 5, 1), (40, 45, 4)], Content(Sum(Of(new Session<long>(0, 5, 1)), later)));
    }

    /// <summary>A session that is final stays, however near it is, also where it lies within one that has gone on.</summary>
    [Fact]
    public void FinalOnes_Stay()
    {
        var first = Of(new(24, 25, 1), new(20, 40, 2));
        var later = Of(new Session<long>(20, 50, 4, [new(20, 40)]));

        Assert.Equal([(24, 25, 1), (20, 50, 6)], Content(Sum(first, later)));
    }

    [Fact]
    public void WhereSessionsGoOnFrom_IsStored()
    {
        var list = Of(new Session<long>(20, 23, 0).ToShadow(), new(0, 38, 8, [new(0, 5), new(20, 23)]), new(50, 50, 32));
        var codec = new SessionListCodec<long>(Codec.Int64);
        var bytes = new ArrayBufferWriter<byte>();
        codec.Write(bytes, list);
        var rest = bytes.WrittenSpan;
        var read = codec.Read(ref rest);

        Assert.True(rest.IsEmpty);
        Assert.Equal(list.Sessions.ToArray().Select(Text), read.Sessions.ToArray().Select(Text));
        for (var length = 0; length < bytes.WrittenCount; length++)
        {
            Assert.ThrowsAny<Exception>(() =>
            {
                var part = bytes.WrittenSpan[..length];
                codec.Read(ref part);
            });
        }

        static string Text(Session<long> session) => $"{session.First} {session.Last} {session.Value} {string.Join(' ', session.Before ?? [])} {session.IsShadow}";
    }

    private static SessionList<long> Of(params Session<long>[] sessions) => new(sessions);

    private static SessionList<long> Sum(SessionList<long> first, SessionList<long> next) => first.With(next, (left, right) => left + right);

    private static List<(long First, long Last, long Value)> Content(SessionList<long> list) =>
        [.. list.Sessions.ToArray().Where(session => !session.IsShadow).Select(session => (session.First, session.Last, session.Value))];
}
