using System.Buffers;
using LambdaSpeed.Aggregation;
using LambdaSpeed.EventTime;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>What windows keep in checkpoints: fixed bytes, and nothing but a codec exception for any others.</summary>
public sealed class WindowFormatTests
{
    private static readonly SessionListCodec<long> Sessions = new(Codec.Int64);

    [Fact]
    public void SessionList_HasFixedBytes_AndComesBack()
    {
        var list = new SessionList<long>([new(1, 2, 3), new(9, 9, -1)]);
        var bytes = Written(Sessions, list);

        Assert.Equal("sessions int64", Sessions.Schema);
        Assert.Equal(
            "02000000" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0900000000000000" + "0900000000000000" + "FFFFFFFFFFFFFFFF", Convert.ToHexString(bytes));
        Assert.Equal(list.Sessions.ToArray(), Read(Sessions, bytes).Sessions.ToArray());
    }

    /// <summary>A session behind a final one, to which a late tuple of before is added: it begins before the final one.</summary>
    [Fact]
    public void SessionThatBeginsBeforeAFinalOne_ComesBack()
    {
        var aggregator = new SessionAggregator<Unit, long, long, CountAggregator>(default, gap: 10);
        var list = aggregator.Zero();
        aggregator.Add(list, 100, default, horizon: 0);
        aggregator.Add(list, 108, default, horizon: 105);
        aggregator.Add(list, 99, default, horizon: 105);

        Assert.Equal([(100L, 100L), (99L, 108L)], list.Sessions.ToArray().Select(session => (session.First, session.Last)));
        Assert.Equal(list.Sessions.ToArray(), Read(Sessions, Written(Sessions, list)).Sessions.ToArray());
    }

    [Fact]
    public void Watermarks_HaveFixedBytes_AndComeBack()
    {
        var bytes = Written(WatermarkListCodec.Instance, [5, 0]);

        Assert.Equal("02000000" + "0500000000000000" + "0000000000000000", Convert.ToHexString(bytes));
        Assert.Equal([5, 0], Read(WatermarkListCodec.Instance, bytes));
    }

    [Fact]
    public void OtherBytes_AreRefused_WhateverTheySay()
    {
        var random = new Random(7);
        var good = Written(Sessions, new SessionList<long>([new(1, 2, 3), new(9, 9, -1), new(20, 30, 5)]));
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Try(Sessions, bytes, list =>
            {
                for (var at = 1; at < list.Count; at++) Assert.True(list.Sessions[at].Last >= list.Sessions[at - 1].Last);
            });
            Try(WatermarkListCodec.Instance, bytes, list => Assert.True(list.Length <= bytes.Length / 8));
        }
    }

    private static byte[] Written<T>(ICodec<T> codec, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        codec.Write(writer, value);
        return writer.WrittenSpan.ToArray();
    }

    private static T Read<T>(ICodec<T> codec, byte[] bytes)
    {
        ReadOnlySpan<byte> source = bytes;
        var value = codec.Read(ref source);
        Assert.Equal(0, source.Length);
        return value;
    }

    private static void Try<T>(ICodec<T> codec, byte[] bytes, Action<T> check)
    {
        try
        {
            ReadOnlySpan<byte> source = bytes;
            check(codec.Read(ref source));
        }
        catch (CodecException)
        {
            // refused
        }
    }
}
