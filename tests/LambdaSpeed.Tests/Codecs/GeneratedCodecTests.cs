using FsCheck.Xunit;
using LambdaSpeed.Codecs;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class GeneratedCodecTests
{
    [Property]
    public bool RecordStruct_AnyMembers_ComesBack(string? url, int hour) =>
        CodecBytes.ComesBack(Codec.For<UrlHour>(), new UrlHour(url!, hour));

    [Property]
    public bool RecordStruct_Hash_IsThatOfTheTuple(string url, int hour) =>
        Codec.For<UrlHour>().Hash(new UrlHour(url, hour)) == Codec.For<(string, int)>().Hash((url, hour));

    [Property]
    public bool Record_WithEveryKindOfMember_ComesBack(string url, string? referrer, int? status, long[] times, double score)
    {
        var visit = new Visit(new UrlHour(url, 7), referrer, Colour.Green, status, [url], [.. times]) { Scores = new() { ["a"] = score } };
        var copy = CodecBytes.Copy(Codec.For<Visit>(), visit);
        return copy.At == visit.At && copy.Referrer == visit.Referrer && copy.Colour == visit.Colour && copy.Status == visit.Status
            && copy.Tags.SequenceEqual(visit.Tags) && copy.Times.SequenceEqual(visit.Times) && copy.Scores["a"].Equals(score);
    }

    [Property]
    public bool Any_RandomBytes_AreAValueOrACodecException(byte[] bytes) =>
        CodecBytes.IsSafe(Codec.For<Visit>(), [1, .. bytes]) && CodecBytes.IsSafe(Codec.For<Positive>(), bytes)
        && CodecBytes.IsSafe(Codec.For<Grown>(), bytes) && CodecBytes.IsSafe(Codec.For<Version>(), [1, .. bytes]);

    [Fact]
    public void Record_Truncated_IsRefusedAtEachLength()
    {
        var visit = new Visit(new UrlHour("/index", 7), null, Colour.Red, 200, ["a", "b"], [1, 2]) { Scores = new() { ["a"] = 1 } };
        CodecBytes.AssertTruncationsAreRefused(Codec.For<Visit>(), visit);
    }

    [Fact]
    public void Record_WithCollectionMember_IsNotAKey()
    {
        Assert.False(Codec.For<Visit>().IsKey);
        Assert.Throws<CodecException>(() => Codec.For<Visit>().Hash(null!));
    }

    [Fact]
    public void Record_Bytes_AreGolden()
    {
        Assert.Equal("01052F6107000000", CodecBytes.HexOf(Codec.For<UrlHour>(), new UrlHour("/a", 7)));
        Assert.Equal("030100000003610400000000000000", CodecBytes.HexOf(Codec.For<Grown>(), new Grown(1, "a") { Later = 4 }));
    }

    [Fact]
    public void Schema_OfGenerated_NamesMembersAndVersions()
    {
        Assert.Equal("UrlHour{Url:string,Hour:int32}", Codec.For<UrlHour>().Schema);
        Assert.Equal("Grown{Old:int32,Added@2:string,Later@3:int64}", Codec.For<Grown>().Schema);
        Assert.Equal("Outer.Inner{Flag:bool}", Codec.For<Outer.Inner>().Schema);
        Assert.Equal("Pair<string,long>{First:string,Second:int64}", Codec.For<Pair<string, long>>().Schema);
    }

    [Fact]
    public void Member_AddedLater_IsDefaultInOldBytes()
    {
        Assert.Equal(new Grown(5), CodecBytes.Read(Codec.For<Grown>(), [1, 5, 0, 0, 0], out _));
        Assert.Equal(new Grown(5, "a"), CodecBytes.Read(Codec.For<Grown>(), [2, 5, 0, 0, 0, 3, (byte)'a'], out _));
    }

    [Fact]
    public void Version_FromTheFuture_IsRefused()
    {
        var exception = Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.For<Grown>(), [4, 5, 0, 0, 0], out _));
        Assert.Contains("found 4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_WithRequiredAndFields_ComesBack()
    {
        var settings = new Settings { Name = "a", Limit = 1.50m, Id = Guid.NewGuid() };
        var copy = CodecBytes.Copy(Codec.For<Settings>(), settings);
        Assert.Equal((settings.Name, settings.Limit, settings.Id), (copy.Name, copy.Limit, copy.Id));
        Assert.False(Codec.For<Settings>().IsKey);
    }

    [Fact]
    public void Null_OfAReferenceType_ComesBack()
    {
        Assert.Null(CodecBytes.Copy(Codec.For<Grown>(), null!));
        Assert.Equal(StableHash.OfNull, Codec.For<Grown>().Hash(null!));
    }

    [Fact]
    public void Derived_WrittenAsItsBase_IsRefused() =>
        Assert.Throws<CodecException>(() => CodecBytes.Of(Codec.For<Shape>(), new Square(2)));

    [Fact]
    public void Constructor_ThatRefuses_IsACodecException()
    {
        var exception = Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.For<Positive>(), [1, 0, 0, 0, 0], out _));
        Assert.IsType<ArgumentOutOfRangeException>(exception.InnerException);
    }

    [Fact]
    public void OthersType_NamedByTheAssembly_ComesBack() =>
        Assert.Equal(new Version(1, 2, 3, 4), CodecBytes.Copy(Codec.For<Version>(), new Version(1, 2, 3, 4)));

    [Fact]
    public void Equality_ByMembers_MakesAKey()
    {
        Assert.True(Codec.For<UrlHour>().IsKey);
        Assert.True(Codec.For<Plain>().IsKey);
        Assert.True(Codec.For<OwnEquality>().IsKey);
        Assert.Equal(Codec.For<Plain>().Hash(new Plain(0.0, double.NaN)), Codec.For<Plain>().Hash(new Plain(-0.0, -double.NaN)));
        Assert.Equal(KeyHash.Of(3, Codec.Int32), KeyHash.Of(new OwnEquality(3), Codec.For<OwnEquality>()));
    }

    [Fact]
    public void Default_OfAStructKey_ComesBack() => Assert.Equal(default, CodecBytes.Copy(Codec.For<UrlHour>(), default));

    [Fact]
    public void List_OfGenerated_ComesBack()
    {
        List<UrlHour> hours = [new("/a", 1), new("/b", 2)];
        Assert.Equal(hours, CodecBytes.Copy(Codec.For<List<UrlHour>>(), hours));
    }
}
