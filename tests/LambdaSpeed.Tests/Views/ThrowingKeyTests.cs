using System.Buffers;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>A key that cannot be compared.</summary>
public sealed class ThrowingKeyTests
{
    [Fact]
    public async Task Key_EqualsThrows_FaultNamesTheTupleAndItsPosition()
    {
        var builder = new TopologyBuilder("keys");
        builder.AddSpout("numbers", Spouts.Generate(x => x, 100)).GroupBy(x => new Key(x % 3), new KeyCodec())
            .Aggregate("v", a => a.Sum(x => (double)x)).ToView(); // a wide accumulator: its writes are begun and ended

        var fault = await builder.RunToFaultAsync<TupleFailedException>(new() { TracksPositions = true });

        Assert.Equal(("v", new LogPosition(0, 5)), (fault.Component, fault.Position)); // 2 goes in where nothing is to be compared
        Assert.IsType<TestFailure>(fault.InnerException);
    }

    private readonly record struct Key(long Number)
    {
        public bool Equals(Key other) => Number == 2 ? throw new TestFailure() : Number == other.Number;

        public override int GetHashCode() => (int)Number;
    }

    private sealed class KeyCodec : ICodec<Key>
    {
        public string Schema => "key";

        public bool IsKey => true;

        public ulong Hash(Key value) => (ulong)value.Number + 42;

        public void Write(IBufferWriter<byte> destination, Key value) => Codec.Int64.Write(destination, value.Number);

        public Key Read(ref ReadOnlySpan<byte> source) => new(Codec.Int64.Read(ref source));
    }
}
