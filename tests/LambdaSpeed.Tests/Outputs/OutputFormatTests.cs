using LambdaSpeed.Outputs;
using LambdaSpeed.Tests.Codecs;
using Xunit;

namespace LambdaSpeed.Tests.Outputs;

/// <summary>What is kept of outputs, in checkpoints and in logs, to the byte.</summary>
public sealed class OutputFormatTests
{
    private const string GoldenEntry =
        "01" + "02000000" + "0500000000000000" + "0900000000000000" + // version, task, incarnation, epoch
        "01000000" + "02000000" + "6B" + "2A00" +                     // key and value of the first
        "00000000" + "02000000" + "0700";                             // the second has no key

    private const string GoldenLedger =
        "02" + "01" + "0500000000000000" + "02000000" + // kind, version, incarnation, entries
        "00000000" + "01000000" + "0400000000000000" + "0800000000000000" + "0300000000000000" +
        "02000000" + "00000000" + "0500000000000000" + "0900000000000000" + "0000000000000000";

    [Fact]
    public void Entry_OfACheckpoint_IsGolden()
    {
        var records = new OutputRecords();
        records.Add(Codec.Int16.Write, (short)42, "k"u8);
        records.Add(Codec.Int16.Write, (short)7, []);
        var outputs = new SealedOutputs(2, new EpochId(9), records) { Incarnation = 5 };
        Assert.Equal(GoldenEntry, CodecBytes.HexOf(OutboxEntryCodec.Instance, outputs));

        var read = CodecBytes.Read(OutboxEntryCodec.Instance, Convert.FromHexString(GoldenEntry), out var left);

        Assert.Equal((2, new EpochId(9), 5, 2, 0), (read.Task, read.Epoch, read.Incarnation, read.Records.Count, left));
        Assert.True(read.MayBeOut && !read.IsReleased);
    }

    [Fact]
    public void Entry_WithTheMarkOfItsPlace_IsGolden()
    {
        const string Golden = "02" + "02000000" + "0500000000000000" + "0900000000000000" + "03000000" + "0A0B0C" + // then as without
            "00000000" + "02000000" + "0700";
        var records = new OutputRecords();
        records.Add(Codec.Int16.Write, (short)7, []);
        var outputs = new SealedOutputs(2, new EpochId(9), records) { Incarnation = 5, Mark = new byte[] { 10, 11, 12 } };
        Assert.Equal(Golden, CodecBytes.HexOf(OutboxEntryCodec.Instance, outputs));

        var read = CodecBytes.Read(OutboxEntryCodec.Instance, Convert.FromHexString(Golden), out _);

        Assert.Equal((2, 5, 1), (read.Task, read.Incarnation, read.Records.Count));
        Assert.Equal(outputs.Mark.ToArray(), read.Mark.ToArray());
        var tooLong = Convert.FromHexString(Golden.Replace("03000000", "FF000000", StringComparison.Ordinal));
        Assert.Throws<CodecException>(() => CodecBytes.Read(OutboxEntryCodec.Instance, tooLong, out _));
    }

    [Fact]
    public void Ledger_OfALog_IsGolden()
    {
        var ledger = new OutletLedger { Incarnation = 5 };
        ledger.Note(2, 0, new(5, new(9), 0));
        ledger.Note(0, 1, new(4, new(8), 3));
        Assert.Equal(GoldenLedger, Convert.ToHexString(ledger.ToBytes()));

        var read = OutletLedger.FromBytes(Convert.FromHexString(GoldenLedger));

        Assert.Equal(5, read.Incarnation);
        Assert.True(read.Holds(0, 1, new(4, new(8), 3)) && read.Holds(0, 1, new(4, new(7), 99)) && read.Holds(0, 1, new(3, new(99), 99)));
        Assert.False(read.Holds(0, 1, new(4, new(8), 4)) || read.Holds(0, 1, new(5, new(1), 0)) || read.Holds(0, 0, new(1, new(1), 0)));
    }

    [Fact]
    public void Versions_OfANewerLibrary_AreRefused()
    {
        var entry = Convert.FromHexString(GoldenEntry);
        entry[0] = 3;
        var ledger = Convert.FromHexString(GoldenLedger);
        ledger[1] = 2;

        Assert.Contains("found 3", Assert.Throws<CodecException>(() => CodecBytes.Read(OutboxEntryCodec.Instance, entry, out _)).Message, StringComparison.Ordinal);
        Assert.Contains("found 2", Assert.Throws<CodecException>(() => OutletLedger.FromBytes(ledger)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t/o/3#4.5:6", true)]
    [InlineData("t/o/3#4.5:", false)]
    [InlineData("t/o/3#4.5", false)]
    [InlineData("t/o/3#4:6", false)]
    [InlineData("t/o/3#4.5:6x", false)]
    [InlineData("t/o/-3#4.5:6", false)]
    [InlineData("t/other/3#4.5:6", false)]
    [InlineData("", false)]
    public void Header_IsReadAsItIsWritten(string text, bool isOurs)
    {
        var header = new OutputHeader("t", "o");
        Assert.Equal("t/o/3#4.5:", header.PrefixOf(3, 4, new(5)));

        Assert.Equal(isOurs, header.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out var task, out var id));

        if (isOurs) Assert.Equal((3, new OutputId(4, new(5), 6)), (task, id));
    }

    [Fact]
    public void Header_OfNamesWithSlashes_IsNobodyElses()
    {
        Assert.Equal("a%2Fb/c%25/0#1.1:", new OutputHeader("a/b", "c%").PrefixOf(0, 1, new(1)));
        var text = System.Text.Encoding.UTF8.GetBytes(new OutputHeader("a/b", "c").TextOf(0, new OutputId(1, new(1), 0)));
        Assert.True(new OutputHeader("a/b", "c").TryRead(text, out _, out _));
        Assert.False(new OutputHeader("a", "b/c").TryRead(text, out _, out _));
    }

    [Fact]
    public void Oracle_OfMutatedLedgers_IsALedgerOrOneException()
    {
        var (random, original, refused) = (new Random(1), Convert.FromHexString(GoldenLedger), 0);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original.AsSpan(0, random.Next(3) == 0 ? random.Next(original.Length) : original.Length)];
            for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                OutletLedger.FromBytes(bytes);
            }
            catch (CodecException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 19_999);
    }
}
