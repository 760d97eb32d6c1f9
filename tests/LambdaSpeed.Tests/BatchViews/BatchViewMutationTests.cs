using System.Buffers.Binary;
using LambdaSpeed.BatchViews;
using LambdaSpeed.Storage;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>Files with random damage: a typed exception or the right answer; never anything else.</summary>
public sealed class BatchViewMutationTests
{
    private static readonly int Files = LongRun.Mutations(otherwise: 20_000) / 4;
    private static readonly Dictionary<string, long> Rows = Enumerable.Range(0, 3000).ToDictionary(i => $"key {i * 7919 % 3000}", i => (long)i);
    private static readonly byte[] Whole = BatchRoom.Bytes(BatchRoom.Counts<string>(), Rows.Select(row => (row.Key, row.Value)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MutatedFile_GivesRightAnswersOrATypedException(bool isMapped)
    {
        var refused = 0;
        for (var seed = 0; seed < Files / 2; seed++)
        {
            var random = new Random(seed);
            var bytes = Mutate(Whole, random);
            if (!TryRead(bytes, isMapped, random, seed, mayBeWrong: false)) refused++;
        }
        Assert.InRange(refused, Files / 8, (Files / 2) - 1);
    }

    [Fact]
    public void MutatedFile_WhoseChecksumsAreMadeToHold_GivesNoOtherException()
    {
        var refused = 0;
        for (var seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            var bytes = Forge(Whole, random);
            if (!TryRead(bytes, isMapped: true, random, seed, mayBeWrong: true)) refused++;
        }
        Assert.True(refused > Files / 20, $"{refused} of {Files}");
    }

    [Fact]
    public void EveryByte_IsCovered()
    {
        var bytes = BatchRoom.Bytes(BatchRoom.Counts<string>(), [("a", 1), ("b", 2)]);
        for (var at = 0; at < bytes.Length; at++)
        {
            var flipped = bytes.ToArray();
            flipped[at] ^= 0x10;
            Assert.ThrowsAny<BatchViewException>(() =>
            {
                using var view = new BatchViewFile<string, long>(new ByteArrayBytes(flipped), BatchRoom.Counts<string>());
                return view.All().Count();
            });
        }
    }

    [Fact]
    public void LaterVersion_IsRefused_AsSuch()
    {
        var bytes = Whole.ToArray();
        bytes[8] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Crc32C.Of(bytes.AsSpan(0, 16)));

        Assert.Throws<BatchViewVersionException>(() => new BatchViewFile<string, long>(new ByteArrayBytes(bytes), BatchRoom.Counts<string>()));
    }

    private static bool TryRead(byte[] bytes, bool isMapped, Random random, int seed, bool mayBeWrong)
    {
        var array = new ByteArrayBytes(bytes, isMapped);
        try
        {
            using var view = new BatchViewFile<string, long>(array, BatchRoom.Counts<string>());
            for (var i = 0; i < 5; i++)
            {
                var key = $"key {random.Next(3500)}";
                var found = view.TryGet(key, out var value);
                if (!mayBeWrong) Assert.Equal((Rows.TryGetValue(key, out var count), count), (found, value));
            }
            var from = $"key {random.Next(3000)}";
            _ = view.Scan(KeyRange.Between(from, from + "z")).Count();
            var all = view.All().ToDictionary(pair => pair.Key ?? "", pair => pair.Value);
            if (!mayBeWrong) Assert.Equal(Rows, all);
            return true;
        }
        catch (Exception exception) when (exception is BatchViewException || (mayBeWrong && exception is ArgumentException { ParamName: null }))
        {
            return false; // with forged checksums a key may come twice, which the test's dictionary refuses
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
        finally
        {
            Assert.True(array.Largest <= bytes.Length, $"seed {seed}: {array.Largest} bytes were asked for, of {bytes.Length}");
            Assert.Equal(0, array.Users);
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var i = random.Next(2); i >= 0; i--)
        {
            var at = random.Next(bytes.Length + 1);
            var part = bytes.AsSpan(at, Math.Min(random.Next(200), bytes.Length - at)).ToArray();
            var copy = bytes.ToArray();
            switch (random.Next(5))
            {
                case 0: copy = bytes[..at]; break;
                case 1: random.NextBytes(copy.AsSpan(at, part.Length)); break;
                case 2: part.CopyTo(copy.AsSpan(random.Next(copy.Length - part.Length + 1))); break;
                case 3: copy = [.. bytes, .. part]; break;
                default: if (at < copy.Length) copy[at] ^= (byte)(1 << random.Next(8)); break;
            }
            bytes = copy;
        }
        return bytes;
    }

    /// <summary>Changes a few bytes of blocks, leaf, index or end, and makes the checksums hold from the inside out.</summary>
    private static byte[] Forge(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        var end = bytes.AsSpan(bytes.Length - FileEnd.Size);
        var indexOffset = (int)BinaryPrimitives.ReadInt64LittleEndian(end[8..]);
        var index = bytes.AsSpan(indexOffset, bytes.Length - FileEnd.Size - indexOffset);
        var leafOffset = (int)BinaryPrimitives.ReadInt64LittleEndian(index[8..]);
        var dataOffset = (int)BinaryPrimitives.ReadInt64LittleEndian(index);
        var leaf = bytes.AsSpan(leafOffset, BinaryPrimitives.ReadInt32LittleEndian(index[16..]));
        var blocks = BinaryPrimitives.ReadInt32LittleEndian(leaf);

        var part = random.Next(4);
        var start = 0;
        for (var block = 0; block < blocks; block++)
        {
            var record = leaf[(Leaf.HeadSize + (Leaf.RecordSize * block))..];
            var blockEnd = (int)BinaryPrimitives.ReadUInt32LittleEndian(record);
            var content = bytes.AsSpan(dataOffset + start, blockEnd - start);
            if (part == 0) Scratch(content[..Math.Min(content.Length, random.Next(2) == 0 ? 40 : content.Length)], random);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Of(content));
            start = blockEnd;
        }
        if (part == 1) Scratch(leaf[..Math.Min(leaf.Length, random.Next(2) == 0 ? 60 : leaf.Length)], random);
        BinaryPrimitives.WriteUInt32LittleEndian(index[20..], Crc32C.Of(leaf));
        if (part == 2) Scratch(index, random);
        BinaryPrimitives.WriteUInt32LittleEndian(end[36..], Crc32C.Of(index));
        if (part == 3) Scratch(end[8..36], random);
        BinaryPrimitives.WriteUInt32LittleEndian(end[(FileEnd.Size - 4)..], Crc32C.Of(end[..(FileEnd.Size - 4)]));
        return bytes;
    }

    private static void Scratch(Span<byte> bytes, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
    }
}
