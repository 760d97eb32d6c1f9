using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class DeadLetterCodecTests
{
    private static readonly DeadLetterCodec<string> _codec = new(Codec.String);

    private static readonly DeadLetter<string> _letter = new()
    {
        Tuple = "a", Component = "p", TaskIndex = 1, Position = new(2, 3), Attempts = 4, ExceptionType = "E", Message = "m", Text = "t",
    };

    [Fact]
    public void Bytes_AreGolden()
    {
        Assert.Equal("deadletter<string>", _codec.Schema);
        Assert.Equal("01" + "0361" + "0370" + "01000000" + "01" + "02000000" + "0300000000000000" + "04000000" + "0345" + "036D" + "0374",
            CodecBytes.HexOf(_codec, _letter));
        Assert.Equal("01" + "0361" + "0370" + "01000000" + "00" + "04000000" + "0345" + "036D" + "0374",
            CodecBytes.HexOf(_codec, _letter with { Position = null }));
        Assert.Equal("00", CodecBytes.HexOf(_codec, null!));
    }

    [Property(MaxTest = 300)]
    public bool Any_ComesBack(string? tuple, string component, int task, int? partition, long offset, int attempts, string type, string message, string text) =>
        CodecBytes.ComesBack(_codec, new()
        {
            Tuple = tuple!,
            Component = component,
            TaskIndex = task,
            Position = partition is { } known ? new(known, offset) : null,
            Attempts = attempts,
            ExceptionType = type,
            Message = message,
            Text = text,
        }) && CodecBytes.Copy<DeadLetter<string>>(_codec, null!) is null;

    [Property(MaxTest = 300)]
    public bool Any_RandomBytes_AreAValueOrACodecException(byte[] bytes) => CodecBytes.IsSafe(_codec, bytes) && CodecBytes.IsSafe(_codec, [1, .. bytes]);

    [Fact]
    public void Truncated_IsRefusedAtEachLength() => CodecBytes.AssertTruncationsAreRefused(_codec, _letter);

    [Fact]
    public void Version_OfALaterProgram_IsRefused() =>
        Assert.Contains("version 1 to 1, but found 2", Assert.Throws<CodecException>(() => CodecBytes.Read(_codec, [2, 0, 0], out _)).Message, StringComparison.Ordinal);

    [Fact]
    public void Letters_AreNoKeys()
    {
        Assert.False(_codec.IsKey);
        Assert.Throws<CodecException>(() => _codec.Hash(_letter));
    }

    [Fact]
    public void Codec_IsKnown_OnceLettersAreDescribed()
    {
        Assert.False(Codec.TryFor<DeadLetter<sbyte>>(out _));
        var builder = new TopologyBuilder("letters");
        builder.AddSpout("numbers", Spouts.FromArray(new sbyte[] { 1 })).Where(x => x > 0, TupleFailurePolicy.DeadLetter);

        Assert.Equal("deadletter<int8>", Codec.For<DeadLetter<sbyte>>().Schema);
        Assert.False(Codec.TryFor<DeadLetter<object>>(out _));
    }
}
