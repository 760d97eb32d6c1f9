using System.Buffers;
using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.State;

public sealed class ChangeWriterTests : IDisposable
{
    private readonly ChangeWriter _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Entries_Bytes_AreGolden()
    {
        _writer.Put(Codec.Int16, (short)1, Codec.String, "a");
        _writer.Remove(Codec.Int16, (short)2);
        _writer.Put([7], []);
        _writer.Remove([]);

        Assert.Equal("01020100" + "020361" + "02020200" + "01010700" + "0200", Convert.ToHexString(_writer.Written.Span));
        Assert.Equal((4, 17), (_writer.Count, _writer.Length));
    }

    [Theory]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(3_000_000, "C08DB701")]
    public void LongParts_GetLongLengths(int size, string length)
    {
        var part = Bytes(size);
        _writer.Put(Codec.Memory, part, new Raw(), part);

        var reader = new ChangeReader(_writer.Written.Span);
        Assert.True(reader.Read());
        Assert.True(reader.Value.SequenceEqual(part));
        Assert.True(reader.Key.EndsWith(part));
        Assert.Equal(length, Convert.ToHexString(_writer.Written.Span[^(size + (length.Length / 2))..^size]));
        Assert.False(reader.Read());
    }

    [Property(MaxTest = 500)]
    public void Entries_ComeBack((byte[] Key, byte[]? Value)[] entries)
    {
        using var writer = new ChangeWriter();
        foreach (var (key, value) in entries)
        {
            if (value is null) writer.Remove(key ?? []);
            else writer.Put(new Raw(), key ?? [], new Raw(), value);
        }

        var reader = new ChangeReader(writer.Written.Span);
        foreach (var (key, value) in entries)
        {
            Assert.True(reader.Read());
            Assert.Equal(value is null ? ChangeKind.Remove : ChangeKind.Put, reader.Kind);
            Assert.Equal(key ?? [], reader.Key.ToArray());
            Assert.Equal(value ?? [], reader.Value.ToArray());
        }
        Assert.False(reader.Read());
        Assert.Equal(entries.Length, writer.Count);
    }

    [Fact]
    public void CodecThatThrows_LeavesTheWriterAsItWas()
    {
        _writer.Put(Codec.Int64, 1, Codec.Int64, 1);
        var before = _writer.Written.ToArray();

        Assert.Throws<CodecException>(() => _writer.Put(Codec.Int64, 2, new Failing(), 2));
        Assert.Throws<CodecException>(() => _writer.Remove(new Failing(), 2));
        Assert.Equal(before, _writer.Written.ToArray());
        _writer.Put(Codec.Int64, 3, Codec.Int64, 3);
        Assert.Equal(2, _writer.Count);
        Assert.Equal([1, 3], Keys(_writer));
    }

    [Fact]
    public void Clear_ForgetsTheEntries()
    {
        _writer.Put(Codec.Int64, 1, Codec.Int64, 1);
        _writer.Clear();
        Assert.Equal((0, 0), (_writer.Count, _writer.Length));

        _writer.Put(Codec.Int64, 2, Codec.Int64, 2);
        Assert.Equal([2], Keys(_writer));
    }

    [Fact]
    public void DisposedWriter_TakesNothing()
    {
        _writer.Put([1], [2]);
        _writer.Dispose();
        _writer.Dispose();

        Assert.Equal(0, _writer.Written.Length);
        Assert.Throws<ObjectDisposedException>(() => _writer.Put([1], [2]));
    }

    [Fact]
    public void Codec_ThatAdvancesTooFar_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((IBufferWriter<byte>)_writer).Advance(1 << 20));

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        for (var i = 0; i < 2; i++) Fill();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Fill()
        {
            _writer.Clear();
            for (long key = 0; key < 10_000; key++) _writer.Put(Codec.Int64, key, Codec.Int64, key);
        }
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static List<long> Keys(ChangeWriter writer)
    {
        var keys = new List<long>();
        for (var reader = new ChangeReader(writer.Written.Span); reader.Read();) keys.Add(BitConverter.ToInt64(reader.Key));
        return keys;
    }

    /// <summary>Bytes as they are, in pieces.</summary>
    private sealed class Raw : ICodec<byte[]>
    {
        public string Schema => "raw";

        public bool IsKey => false;

        public void Write(IBufferWriter<byte> destination, byte[] value)
        {
            foreach (var piece in value.Chunk(1000)) destination.Write(piece);
        }

        public byte[] Read(ref ReadOnlySpan<byte> source) => throw new NotSupportedException();

        public ulong Hash(byte[] value) => throw new NotSupportedException();
    }

    /// <summary>Writes some bytes, then throws.</summary>
    private sealed class Failing : ICodec<int>
    {
        public string Schema => "failing";

        public bool IsKey => false;

        public void Write(IBufferWriter<byte> destination, int value)
        {
            destination.Write(new byte[5000]);
            throw new CodecException("cannot be written");
        }

        public int Read(ref ReadOnlySpan<byte> source) => throw new NotSupportedException();

        public ulong Hash(int value) => throw new NotSupportedException();
    }
}
