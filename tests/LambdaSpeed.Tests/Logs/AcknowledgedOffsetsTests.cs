using LambdaSpeed.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>The dense track of what is dealt with, against a set.</summary>
public sealed class AcknowledgedOffsetsTests
{
    [Fact]
    public void Oracle_IsASet_OverManySeeds()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var floor = random.Next(3) == 0 ? 0 : random.NextInt64(1L << 40);
            var offsets = new AcknowledgedOffsets(floor);
            var model = new HashSet<long>();
            var lowest = floor;
            for (var i = 0; i < 400; i++)
            {
                var offset = lowest + (random.Next(4) == 0 ? 0 : random.Next(random.Next(2) == 0 ? 20 : 500));
                Assert.Equal(model.Add(offset) && offset >= lowest, offsets.Add(offset));
                while (model.Contains(lowest)) lowest++;
                Assert.Equal(lowest, offsets.Floor);
                if (i % 40 == 0) offsets = Saved(offsets);
            }
            Assert.Equal(model.Count(offset => offset > lowest), offsets.Count);
            Assert.All(Enumerable.Range(-5, 600), i => Assert.Equal(i < 0 || model.Contains(lowest + i), offsets.Contains(lowest + i)));
        }
    }

    [Fact]
    public void Add_InOrder_MovesTheFloorForEver()
    {
        var offsets = new AcknowledgedOffsets(7);
        for (var offset = 7L; offset < 5000; offset++)
        {
            Assert.True(offsets.Add(offset));
            Assert.Equal(offset + 1, offsets.Floor);
            Assert.InRange(offsets.SizeInBytes, 1, 100);
        }
        Assert.Equal(0, offsets.Count);
    }

    [Fact]
    public void TryRead_OfOtherBytes_IsNull()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (bytes.Length >= 4 && random.Next(2) == 0) BitConverter.TryWriteBytes(bytes, random.Next(6));
            ReadOnlySpan<byte> source = bytes;
            var read = AcknowledgedOffsets.TryRead(ref source, random.Next(1000));
            Assert.True(read is null || !read.Contains(read.Floor));
        }
    }

    private static AcknowledgedOffsets Saved(AcknowledgedOffsets offsets)
    {
        var bytes = new byte[offsets.SizeInBytes];
        offsets.Write(bytes);
        ReadOnlySpan<byte> source = bytes;
        var read = AcknowledgedOffsets.TryRead(ref source, offsets.Floor);
        Assert.True(source.IsEmpty);
        Assert.Equal(offsets.Count, read!.Count);
        return read;
    }
}
