using System.Buffers;
using System.Text;
using LambdaSpeed.Stomp;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Stomp;

/// <summary>Frames are read as they were written, however they are cut; what is none is refused; and nothing takes more memory than said.</summary>
public sealed class StompFrameReaderTests
{
    private const int MaxBody = 1000;
    private const int MaxHead = 2000;

    [Fact]
    public void Frame_WithEscapesAndALength_IsRead()
    {
        var frame = Assert.Single(Read("MESSAGE\r\na\\cb:1\\n2\\\\3\r\ncontent-length:3\na\\cb:later\n\nx\0y\0\n\r\n"));
        Assert.Equal("MESSAGE", frame.Command);
        Assert.Equal("1\n2\\3", frame.Headers.Find("a:b"));
        Assert.Equal(3, frame.Headers.Count);
        Assert.Equal("x\0y"u8.ToArray(), frame.Body);
    }

    [Fact]
    public void Greeting_IsNotEscaped() =>
        Assert.Equal("ID\\c1", Assert.Single(Read("CONNECTED\nsession:ID\\c1\n\n\0")).Headers.Find("session"));

    /// <summary>The server says what is wrong: as much of it is read as can be.</summary>
    [Theory]
    [InlineData("User DOM\\bob", "User DOM\\bob")]
    [InlineData("User DOM\\\\bob", "User DOM\\bob")]
    [InlineData("User bob\\", "User bob\\")]
    [InlineData("User \\cbob", "User :bob")]
    [InlineData("User \ufffd", "User \ufffd")]
    [InlineData("User bob\nis not known", "User bob")]
    public void Error_IsReadAsFarAsItCanBe(string written, string read) =>
        Assert.Equal(read, Assert.Single(Read($"ERROR\nmessage:{written}\n\n\0")).Headers.Find("message"));

    [Theory]
    [InlineData("message\n\n\0", "no command")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "no command")]
    [InlineData("RECEIPT\nno colon\n\n\0", "no colon")]
    [InlineData("RECEIPT\n:no name\n\n\0", "no name")]
    [InlineData("RECEIPT\na:\\t\n\n\0", "escape")]
    [InlineData("RECEIPT\na:\\\n\n\0", "escape")]
    [InlineData("MESSAGE\ncontent-length:-1\n\n\0", "content-length")]
    [InlineData("MESSAGE\ncontent-length:99999999999999999999\n\n\0", "content-length")]
    [InlineData("MESSAGE\ncontent-length:1\n\nab\0", "behind its content-length")]
    public void Bytes_ThatAreNoFrame_AreRefused(string bytes, string saying) =>
        Assert.Contains(saying, Assert.Throws<StompFormatException>(() => Read(bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void Head_WithoutAnEnd_IsRefused_OrPassedOver()
    {
        Assert.Contains("2000 bytes", Assert.Throws<StompFormatException>(() => Read("ERROR\na:" + new string('x', 10_000))).Message, StringComparison.Ordinal);
        Assert.Empty(Read("MESSAGE\na:" + new string('x', 100_000)));
    }

    /// <summary>What cannot be taken in of a message is passed over, but for what its rejection needs, wherever that stands.</summary>
    [Theory]
    [InlineData("no colon", "no colon")]
    [InlineData(":no name", "no name")]
    [InlineData("a:\\t", "escape")]
    [InlineData("a:\\", "escape")]
    [InlineData("a:\ufffd", "UTF-8")]
    [InlineData("a:long", "2000 bytes")]
    [InlineData("a:longer", "2000 bytes")]
    [InlineData("many", "2000 bytes")]
    public void Head_ThatCannotBeTakenIn_IsPassedOver_AndReadingGoesOn(string header, string problem)
    {
        header = header.Replace("longer", new string('x', 100_000), StringComparison.Ordinal)
            .Replace("long", new string('x', 2000), StringComparison.Ordinal)
            .Replace("many", string.Join('\n', Enumerable.Range(0, 300).Select(i => $"h{i}:value")), StringComparison.Ordinal);
        foreach (var own in new[] { "message-id:1\nack:7\n{0}\n", "{0}\nmessage-id:1\nack:7\n", "message-id:1\n{0}\ncontent-length:1\nack:7\n" })
        {
            var head = own.Replace("{0}", header, StringComparison.Ordinal);
            var frames = Read($"MESSAGE\n{head}other:x\n\nx\0MESSAGE\nack:8\nother:x\n\ny\0");
            Assert.Equal(["7", "8"], frames.Select(frame => frame.Headers.Find("ack")));
            Assert.Equal("1", frames[0].Headers.Find("message-id"));
            Assert.Contains(problem, frames[0].Problem, StringComparison.Ordinal);
            Assert.Null(frames[0].Headers.Find("other"));
            Assert.True(frames[0].Body.IsEmpty);
            Assert.Equal((null, "x", 1), (frames[1].Problem, frames[1].Headers.Find("other"), frames[1].Body.Length));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("content-length:1001\n")]
    public void Body_ThatIsTooLarge_IsPassedOver_AndReadingGoesOn(string length)
    {
        var frames = Read($"MESSAGE\nid:1\n{length}\n{new string('x', MaxBody + 1)}\0MESSAGE\nid:2\n\nx\0");
        Assert.Equal(["its body has more than 1000 bytes", null], frames.Select(frame => frame.Problem));
        Assert.Equal(["1", "2"], frames.Select(frame => frame.Headers.Find("id")));
        Assert.Equal([0, 1], frames.Select(frame => frame.Body.Length));
    }

    [Fact]
    public void Length_ThatPromisesMuch_TakesNoMemory()
    {
        var reader = new StompFrameReader(MaxHead, 1 << 30);
        var bytes = new ReadOnlySequence<byte>("MESSAGE\ncontent-length:1000000000\n\nx"u8.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(reader.TryRead(ref bytes, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.True(bytes.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_AreReadAsWritten_HoweverTheyAreCut(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var written = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Invent(random)).ToList();
            var bytes = written.SelectMany(frame => frame.Bytes).ToArray();
            var read = ReadInPieces(bytes, random);
            Assert.Equal(written.Select(frame => frame.Meaning), read.Select(MeaningOf));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Bytes_ThatAreDamaged_AreReadOrRefused_ButHarmNothing(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Enumerable.Range(0, 4).SelectMany(_ => Invent(random).Bytes).ToArray();
            for (var i = random.Next(1, 6); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)"\0\n\r:\\MAacontent-length:9\x80"[random.Next(24)];
            try
            {
                Assert.All(ReadInPieces(bytes, random), frame => Assert.InRange(frame.Body.Length, 0, MaxBody));
            }
            catch (StompFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 200, 1990);
    }

    /// <summary>Reads bytes of a text in which U+FFFD stands for a byte that is no UTF-8.</summary>
    private static List<StompFrame> Read(string text) =>
        ReadInPieces([.. text.EnumerateRunes().SelectMany(rune => rune == Rune.ReplacementChar ? [(byte)0x80] : Encoding.UTF8.GetBytes(rune.ToString()))], new Random(0));

    /// <summary>Reads bytes that come in pieces of some size, each in memory of its own.</summary>
    private static List<StompFrame> ReadInPieces(byte[] bytes, Random random)
    {
        var reader = new StompFrameReader(MaxHead, MaxBody);
        var frames = new List<StompFrame>();
        var unread = Array.Empty<byte>();
        var most = random.Next(1, 200);
        for (var from = 0; from < bytes.Length;)
        {
            var count = Math.Min(random.Next(1, most + 1), bytes.Length - from);
            var sequence = Piece.Join(unread, bytes[from..(from + count)]);
            while (reader.TryRead(ref sequence, out var frame)) frames.Add(frame);
            unread = sequence.ToArray();
            Assert.InRange(unread.Length, 0, MaxHead + StompHeadReader.MaxOwnHeaderBytes);
            from += count;
        }
        return frames;
    }

    private static (byte[] Bytes, string Meaning) Invent(Random random)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var body = new byte[random.Next(0, 3) == 0 ? random.Next(MaxBody - 20, MaxBody + 200) : random.Next(0, 50)];
        random.NextBytes(body);
        var isMeasured = random.Next(2) == 0;
        if (!isMeasured) body = [.. body.Where(b => b != 0)];
        var headers = Enumerable.Range(0, random.Next(0, 6)).Select(i => ($"h{i}:\\", InventText(random))).ToList();
        if (isMeasured) headers.Add(("content-length", $"{body.Length}"));
        StompFrameWriter.Write(bytes, "MESSAGE", [.. headers]);
        byte[] whole = [.. bytes.WrittenSpan[..^1], .. body, 0, .. Enumerable.Repeat((byte)'\n', random.Next(3))];
        var isLeftOut = body.Length > MaxBody;
        return (whole, Meaning("MESSAGE", headers, isLeftOut ? [] : body, isLeftOut));
    }

    private static string InventText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => "ab:\n\r\\cnü€ "[random.Next(11)]));

    private static string MeaningOf(StompFrame frame) =>
        Meaning(frame.Command, frame.Headers.Select(header => (header.Key, header.Value)), frame.Body.Span, frame.Problem is not null);

    private static string Meaning(string command, IEnumerable<(string, string)> headers, ReadOnlySpan<byte> body, bool isLeftOut) =>
        $"{command} {string.Join('|', headers)} {Convert.ToHexString(body)} {isLeftOut}";

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Join(byte[] first, byte[] second)
        {
            var head = new Piece { Memory = first };
            var tail = new Piece { Memory = second, RunningIndex = first.Length };
            head.Next = tail;
            return new(head, 0, tail, second.Length);
        }
    }
}
