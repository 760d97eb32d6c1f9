using System.Buffers;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class CodecResolutionTests
{
    [Fact]
    public void For_AskedTwice_IsTheSameInstance() => Assert.Same(Codec.For<(int, List<string>)>(), Codec.For<(int, List<string>)>());

    [Fact]
    public void For_TypeWithout_ThrowsWithTheRemedy()
    {
        var exception = Assert.Throws<CodecException>(Codec.For<Uri>);
        Assert.Contains("[GenerateCodec]", exception.Message, StringComparison.Ordinal);
        Assert.False(Codec.TryFor<List<Uri>>(out _));
        Assert.False(Codec.TryFor<(Uri, int)>(out _));
        Assert.False(Codec.TryFor<int[,]>(out _));
    }

    [Fact]
    public void Register_OwnCodec_ReplacesNone()
    {
        Assert.False(Codec.TryFor<Registered>(out _));
        Codec.Register(new RegisteredCodec());
        Assert.IsType<RegisteredCodec>(Codec.For<Registered>());
        Assert.Equal("list<registered>", Codec.For<List<Registered>>().Schema);
    }

    [Fact]
    public void Schema_OfComposed_NamesItsParts()
    {
        Assert.Equal("(string,int64)", Codec.For<(string, long)>().Schema);
        Assert.Equal("map<string,list<int32?>>", Codec.For<Dictionary<string, int?[]>>().Schema);
        Assert.Equal("set<Colour:uint8>", Codec.For<HashSet<Colour>>().Schema);
    }

    [Fact]
    public void Collections_AsKeys_AreRefused()
    {
        Assert.False(Codec.For<(int, int[])>().IsKey);
        Assert.Throws<CodecException>(() => Codec.For<(int, int[])>().Hash((1, [])));
        Assert.Throws<CodecException>(() => Codec.Bytes.Hash([]));
    }

    private sealed record Registered;

    private sealed class RegisteredCodec : ICodec<Registered>
    {
        public string Schema => "registered";

        public bool IsKey => true;

        public ulong Hash(Registered value) => 1;

        public Registered Read(ref ReadOnlySpan<byte> source)
        {
            source = source[1..];
            return new Registered();
        }

        public void Write(IBufferWriter<byte> destination, Registered value) => Codec.Byte.Write(destination, 1);
    }
}
