using System.Collections.Concurrent;
using FsCheck.Xunit;
using LambdaSpeed.Codecs;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class KeyHashTests
{
    [Property]
    public bool FastPath_AnyKey_IsTheCodecsHash(byte a, sbyte b, short c, ushort d, int e, uint f, long g, ulong h) =>
        Agrees(a) && Agrees(b) && Agrees(c) && Agrees(d) && Agrees(e) && Agrees(f) && Agrees(g) && Agrees(h);

    [Property]
    public bool OtherFastPath_AnyKey_IsTheCodecsHash(bool a, char b, double c, Guid d, DateTime e, DateOnly f, string g, decimal h) =>
        Agrees(a) && Agrees(b) && Agrees(c) && Agrees(d) && Agrees(e) && Agrees(f) && Agrees(g) && Agrees(h);

    [Fact]
    public void Codec_OfTheUsersOwn_HashesAlsoThePlatformsTypes()
    {
        var codec = new LastDigitCodec();

        Assert.False(KeyHash.IsBuiltIn(codec));
        Assert.True(KeyHash.IsBuiltIn(Codec.Int32));
        Assert.False(KeyHash.IsBuiltIn(Codec.String));
        Assert.Equal(KeyHash.Of(7, codec), KeyHash.Of(1237, codec));
        Assert.NotEqual(KeyHash.Of(17, codec), KeyHash.Of(17, Codec.Int32));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Codec_OfTheUsersOwn_DecidesOnTheTask(bool byFields)
    {
        var seen = new ConcurrentBag<(int Number, int Task)>();
        var codec = new LastDigitCodec();
        var builder = new TopologyBuilder("digits");
        var numbers = builder.AddSpout("numbers", Spouts.FromArray([.. Enumerable.Range(0, 1000)]));
        if (byFields) numbers.Fields(x => x, codec).Then("see", () => new ProbeBolt<int, int>(See), 4).Ignore();
        var view = numbers.GroupBy(x => x, codec).Aggregate("v", a => a.Count(), 3).ToView();
        await using var run = await builder.RunToEndAsync();

        Assert.All(seen.GroupBy(call => call.Number % 10), digit => Assert.Single(digit.Select(call => call.Task).Distinct()));
        Assert.Equal(byFields ? 1000 : 0, seen.Count);
        Assert.All(Enumerable.Range(0, 1000), number => Assert.Equal(1, run.View(view).Get(number)));
        Assert.True(codec.Calls >= (byFields ? 3000 : 2000), $"the codec hashed {codec.Calls} keys");

        void See(int number, Emitter<int> output, ComponentContext context) => seen.Add((number, context.TaskIndex));
    }

    [Fact]
    public void Narrow_Zero_IsOne()
    {
        Assert.Equal(1u, KeyHash.Narrow(0));
        Assert.Equal(1u, KeyHash.Narrow(0x1234_5678_1234_5678));
        Assert.Equal(3u, KeyHash.Narrow(0x0000_0001_0000_0002));
    }

    [Fact]
    public void GroupOf_Extremes_AreFirstAndLast()
    {
        Assert.Equal(0, KeyGroups.GroupOf(1, 128));
        Assert.Equal(127, KeyGroups.GroupOf(uint.MaxValue, 128));
        Assert.Equal(64, KeyGroups.GroupOf(0x8000_0000, 128));
    }

    [Theory]
    [InlineData(128, 1)]
    [InlineData(128, 3)]
    [InlineData(128, 128)]
    [InlineData(7, 4)]
    public void TaskOf_AllGroups_AreContiguousAndEven(int groups, int tasks)
    {
        var owners = Enumerable.Range(0, groups).Select(group => KeyGroups.TaskOf(group, groups, tasks)).ToList();
        var shares = owners.CountBy(owner => owner).Select(share => share.Value).ToList();
        Assert.Equal(owners.Order(), owners);
        Assert.Equal(tasks, shares.Count);
        Assert.True(shares.Max() - shares.Min() <= 1);
    }

    [Fact]
    public void Equal_ButWrittenDifferently_HashAlike()
    {
        Assert.Equal(Codec.Decimal.Hash(1m), Codec.Decimal.Hash(1.000m));
        Assert.Equal(Codec.Decimal.Hash(0m), Codec.Decimal.Hash(-0.00m));
        Assert.Equal(Codec.Decimal.Hash(1000m), Codec.Decimal.Hash(1000.0000000000000000000000000m));
        Assert.NotEqual(Codec.Decimal.Hash(1m), Codec.Decimal.Hash(10m));
        Assert.NotEqual(Codec.Decimal.Hash(1m), Codec.Decimal.Hash(-1m));
        Assert.Equal(Codec.Double.Hash(0.0), Codec.Double.Hash(-0.0));
        Assert.Equal(Codec.Double.Hash(double.NaN), Codec.Double.Hash(BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001)));
        Assert.Equal(Codec.Single.Hash(0f), Codec.Single.Hash(-0f));
        Assert.Equal(Codec.Half.Hash(Half.NaN), Codec.Half.Hash(-Half.NaN));
        var noon = new DateTime(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal(Codec.DateTime.Hash(noon), Codec.DateTime.Hash(DateTime.SpecifyKind(noon, DateTimeKind.Local)));
        Assert.Equal(
            Codec.DateTimeOffset.Hash(new DateTimeOffset(noon)),
            Codec.DateTimeOffset.Hash(new DateTimeOffset(noon).ToOffset(TimeSpan.FromHours(2))));
    }

    private static bool Agrees<TKey>(TKey key)
    {
        var codec = Codec.For<TKey>();
        return KeyHash.Of(key, codec) == KeyHash.Narrow(codec.Hash(key)) && KeyHash.Of(key, codec) != 0;
    }
}
