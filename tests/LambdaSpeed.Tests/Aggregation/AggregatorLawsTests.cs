using Xunit;
using Box = LambdaSpeed.Tests.Aggregation.BrokenAggregator.Box;
using Laws = LambdaSpeed.Tests.Aggregation.AggregatorLaws<int, LambdaSpeed.Tests.Aggregation.BrokenAggregator.Box, int>;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Each law must bite an aggregator that breaks it.</summary>
public sealed class AggregatorLawsTests
{
    private static readonly int[] X = [1, 2];
    private static readonly int[] Y = [3, 5];
    private static readonly int[] Z = [7];

    [Fact]
    public void CheckAll_SoundAggregator_Passes()
    {
        for (var seed = 0; seed < 20; seed++) new Laws(new BrokenAggregator()).CheckAll([1, 2, 3, 5, 7], seed);
    }

    [Fact]
    public void ZeroIsFresh_ZeroIsShared_Throws()
    {
        var shared = new Box();
        RequireBroken(new() { OnZero = () => shared }, laws => laws.ZeroIsFresh(X), nameof(Laws.ZeroIsFresh));
    }

    [Fact]
    public void ZeroIsNeutral_ZeroIsOne_Throws() =>
        RequireBroken(new() { OnZero = () => new Box { Sum = 1 } }, laws => laws.ZeroIsNeutral(X), nameof(Laws.ZeroIsNeutral));

    [Fact]
    public void AddIsMergeOfOne_AddDiffersFromMerge_Throws() =>
        RequireBroken(
            new() { OnAdd = (ref box, value) => box.Sum = (box.Sum * 2) + value },
            laws => laws.AddIsMergeOfOne(X),
            nameof(Laws.AddIsMergeOfOne));

    [Fact]
    public void MergeIsCommutative_MergeTakesTheOther_Throws() =>
        RequireBroken(
            new() { OnMerge = (ref box, other) => box.Sum = other.Sum },
            laws => laws.MergeIsCommutative(X, Y),
            nameof(Laws.MergeIsCommutative));

    [Fact]
    public void MergeIsAssociative_MergeAverages_Throws() =>
        RequireBroken(
            new() { OnMerge = (ref box, other) => box.Sum = (box.Sum + other.Sum) / 2 },
            laws => laws.MergeIsAssociative(X, Y, Z),
            nameof(Laws.MergeIsAssociative));

    [Fact]
    public void OrderDoesNotShow_AddKeepsTheLast_Throws() =>
        RequireBroken(
            new() { OnAdd = (ref box, value) => box.Sum = value },
            laws => laws.OrderDoesNotShow([1, 2], [2, 1]),
            nameof(Laws.OrderDoesNotShow));

    [Fact]
    public void SplitDoesNotShow_MergeLosesOne_Throws() =>
        RequireBroken(
            new() { OnMerge = (ref box, other) => box.Sum += other.Sum - 1 },
            laws => laws.SplitDoesNotShow(X, Y, Z),
            nameof(Laws.SplitDoesNotShow));

    [Fact]
    public void MergeLeavesOther_MergeTakesFromOther_Throws() =>
        RequireBroken(
            new()
            {
                OnMerge = (ref box, other) =>
                {
                    box.Sum += other.Sum;
                    other.Sum = 0;
                },
            },
            laws => laws.MergeLeavesOther(X, Y, Z),
            nameof(Laws.MergeLeavesOther));

    [Fact]
    public void MergeLeavesOther_MergeIntoZeroSharesTheOther_Throws() =>
        RequireBroken(
            new()
            {
                OnMerge = (ref box, other) =>
                {
                    if (box.Sum == 0) box = other;
                    else box.Sum += other.Sum;
                },
            },
            laws => laws.MergeLeavesOther(X, Y, Z),
            nameof(Laws.MergeLeavesOther));

    [Fact]
    public void ResultLeavesAccumulator_ResultResets_Throws() =>
        RequireBroken(
            new()
            {
                OnResult = box =>
                {
                    var sum = box.Sum;
                    box.Sum = 0;
                    return sum;
                },
            },
            laws => laws.ResultLeavesAccumulator(X),
            nameof(Laws.ResultLeavesAccumulator));

    [Fact]
    public void CopyIsIndependent_CopyIsTheOriginal_Throws()
    {
        RequireBroken(new() { OnCopy = box => box }, laws => laws.CopyIsIndependent(X, Y, Z), nameof(Laws.CopyIsIndependent));
        RequireBroken(new() { OnCopy = box => box }, laws => laws.CopyIsIndependent(X, [], Z), nameof(Laws.CopyIsIndependent));
        RequireBroken(new() { OnCopy = box => box }, laws => laws.CopyOfPartIsIndependent(X, Y, Z), nameof(Laws.CopyOfPartIsIndependent));
    }

    [Fact]
    public void CodecKeepsAll_CodecIsMissing_Throws()
    {
        var violation = Assert.Throws<AggregatorLawException>(
            () => new Laws(new BrokenAggregator { AccumulatorCodec = null }).CodecKeepsAll(X, Y, Z));
        Assert.Equal(nameof(Laws.CodecKeepsAll), violation.Law);
    }

    [Fact]
    public void CodecKeepsAll_CodecLosesSome_Throws()
    {
        RequireBroken(
            new() { AccumulatorCodec = new BoxCodec { OnRead = sum => new Box { Sum = sum & 3 } } },
            laws => laws.CodecKeepsAll(X, Y, Z),
            nameof(Laws.CodecKeepsAll));
        RequireBroken(
            new() { AccumulatorCodec = new BoxCodec { Surplus = 1 } }, laws => laws.CodecKeepsAll(X, Y, Z), nameof(Laws.CodecKeepsAll));
    }

    [Fact]
    public void SubtractUndoesAdd_SubtractForgetsTheRest_Throws() =>
        RequireBroken(
            new() { OnSubtract = (ref box, value) => box.Sum = 0 },
            laws => laws.SubtractUndoesAdd(X, [2, 1]),
            nameof(Laws.SubtractUndoesAdd));

    [Fact]
    public void CheckAll_AnyBrokenPiece_Throws()
    {
        BrokenAggregator[] broken =
        [
            new() { OnZero = () => new Box { Sum = 1 } },
            new() { OnAdd = (ref box, value) => box.Sum = (box.Sum * 2) + value },
            new() { OnMerge = (ref box, other) => box.Sum = Math.Max(box.Sum, other.Sum) },
            new() { OnResult = box => box.Sum++ },
            new() { OnCopy = box => box },
            new() { OnSubtract = (ref box, value) => box.Sum = 0 },
            new() { AccumulatorCodec = null },
        ];
        foreach (var aggregator in broken)
        {
            Assert.Throws<AggregatorLawException>(() => new Laws(aggregator).CheckAll([1, 2, 3, 5, 7, 11, 13], 5));
        }
    }

    private static void RequireBroken(BrokenAggregator aggregator, Action<Laws> check, string law)
    {
        var violation = Assert.Throws<AggregatorLawException>(() => check(new Laws(aggregator)));
        Assert.Equal(law, violation.Law);
        Assert.Contains("values:", violation.Message, StringComparison.Ordinal);
    }
}
