using System.Buffers;
using LambdaSpeed.Tasks.Calls;
using Xunit;

namespace LambdaSpeed.Tests.Tasks.Calls;

/// <summary>What an async bolt keeps in checkpoints: fixed bytes, and nothing but a codec exception for any others.</summary>
public sealed class KeptTuplesCodecTests
{
    private static readonly KeptTuplesCodec<long> _codec = new(Codec.Int64);

    [Fact]
    public void KeptTuples_HaveFixedBytes_AndComeBack()
    {
        KeptTuple<long>[] kept = [new(7, new(new(1, 2), 3, 4)), new(-1, default)];
        var bytes = Written(kept);

        Assert.Equal("held<int64>", _codec.Schema);
        Assert.Equal(
            "01" + "02000000"
            + "01000000" + "0200000000000000" + "0300000000000000" + "0400000000000000" + "0700000000000000"
            + "00000000" + "0000000000000000" + "0000000000000000" + "0000000000000000" + "FFFFFFFFFFFFFFFF", Convert.ToHexString(bytes));
        ReadOnlySpan<byte> source = bytes;
        Assert.Equal(kept, _codec.Read(ref source));
        Assert.True(source.IsEmpty);
    }

    [Fact]
    public void OtherBytes_AreRefused_WhateverTheySay()
    {
        var random = new Random(7);
        var good = Written([new(7, new(new(1, 2), 3, 4)), new(-1, default)]);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                ReadOnlySpan<byte> source = bytes;
                _codec.Read(ref source);
            }
            catch (CodecException)
            {
            }
        }
    }

    private static byte[] Written(KeptTuple<long>[] kept)
    {
        var writer = new ArrayBufferWriter<byte>();
        _codec.Write(writer, kept);
        return writer.WrittenSpan.ToArray();
    }
}
