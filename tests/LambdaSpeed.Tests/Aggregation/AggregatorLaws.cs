using System.Buffers;
using System.Collections;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>The laws every aggregator owes the engine, each a method that throws with a counter-example.</summary>
/// <remarks>Needs no test framework. Accumulators are compared by content; give a comparer where theirs is not structural.</remarks>
public sealed class AggregatorLaws<TIn, TAccumulator, TResult>(
    IAggregator<TIn, TAccumulator, TResult> aggregator,
    IEqualityComparer<TAccumulator>? accumulators = null,
    IEqualityComparer<TResult>? results = null)
{
    private readonly IEqualityComparer<TAccumulator> _accumulators = accumulators ?? ContentEquality<TAccumulator>.Instance;
    private readonly IEqualityComparer<TResult> _results = results ?? ContentEquality<TResult>.Instance;

    /// <summary>Checks all laws on these values, shuffled and split by the seed.</summary>
    public void CheckAll(IReadOnlyList<TIn> values, int seed)
    {
        var random = new Random(seed);
        var shuffled = values.ToArray();
        random.Shuffle(shuffled);
        var first = random.Next(values.Count + 1);
        var second = random.Next(first, values.Count + 1);
        TIn[] x = [.. values.Take(first)], y = [.. values.Take(first..second)], z = [.. values.Skip(second)];

        ZeroIsFresh(values);
        ZeroIsNeutral(values);
        AddIsMergeOfOne(values);
        MergeIsCommutative(x, y);
        MergeIsAssociative(x, y, z);
        OrderDoesNotShow(values, shuffled);
        SplitDoesNotShow(x, y, z);
        MergeLeavesOther(x, y, z);
        ResultLeavesAccumulator(values);
        CopyIsIndependent(x, y, z);
        CopyOfPartIsIndependent(x, y, z);
        CodecKeepsAll(x, y, z);
        if (aggregator is ISubtractingAggregator<TIn, TAccumulator>) SubtractUndoesAdd(values, shuffled);
    }

    /// <summary>No use of one zero shows in the next.</summary>
    public void ZeroIsFresh(IReadOnlyList<TIn> values)
    {
        var before = aggregator.Result(aggregator.Zero());
        Fold(values);
        RequireSame(before, aggregator.Result(aggregator.Zero()), nameof(ZeroIsFresh), "zero before and after", values);
    }

    /// <summary>Merging with zero, from either side, changes nothing.</summary>
    public void ZeroIsNeutral(IReadOnlyList<TIn> values)
    {
        RequireSame(Fold(values), Merge(Fold(values), aggregator.Zero()), nameof(ZeroIsNeutral), "a and merge(a, zero)", values);
        RequireSame(Fold(values), Merge(aggregator.Zero(), Fold(values)), nameof(ZeroIsNeutral), "a and merge(zero, a)", values);
    }

    /// <summary>Adding a value is merging with the accumulator of that one value.</summary>
    public void AddIsMergeOfOne(IReadOnlyList<TIn> values)
    {
        var merged = aggregator.Zero();
        foreach (var value in values) merged = Merge(merged, Fold([value]));
        RequireSame(Fold(values), merged, nameof(AddIsMergeOfOne), "adding and merging one by one", values);
    }

    /// <summary>merge(a, b) is merge(b, a).</summary>
    public void MergeIsCommutative(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y) =>
        RequireSame(Merge(Fold(x), Fold(y)), Merge(Fold(y), Fold(x)), nameof(MergeIsCommutative), "merge(a, b) and merge(b, a)", x, y);

    /// <summary>merge(merge(a, b), c) is merge(a, merge(b, c)).</summary>
    public void MergeIsAssociative(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z) =>
        RequireSame(
            Merge(Merge(Fold(x), Fold(y)), Fold(z)),
            Merge(Fold(x), Merge(Fold(y), Fold(z))),
            nameof(MergeIsAssociative), "merge(merge(a, b), c) and merge(a, merge(b, c))", x, y, z);

    /// <summary>The order of the values shows nowhere.</summary>
    public void OrderDoesNotShow(IReadOnlyList<TIn> values, IReadOnlyList<TIn> shuffled) =>
        RequireSame(Fold(values), Fold(shuffled), nameof(OrderDoesNotShow), "two orders of the same values", values, shuffled);

    /// <summary>The way the values were split into parts shows nowhere.</summary>
    public void SplitDoesNotShow(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z) =>
        RequireSame(
            Fold([.. x, .. y, .. z]), Merge(Merge(Fold(x), Fold(y)), Fold(z)), nameof(SplitDoesNotShow), "whole and parts", x, y, z);

    /// <summary>Merge leaves the other accumulator as it is, also when the first one grows afterwards, and the reverse.</summary>
    public void MergeLeavesOther(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z)
    {
        foreach (var start in new[] { x, [] })
        {
            var other = Fold(y);
            var merged = Merge(Fold(start), other);
            RequireSame(Fold(y), other, nameof(MergeLeavesOther), "b before and after merge(a, b)", start, y);
            AddAll(ref merged, z);
            RequireSame(Fold(y), other, nameof(MergeLeavesOther), "b before and after adding to merge(a, b)", start, y, z);
            AddAll(ref other, z);
            AddAll(ref other, z);
            RequireSame(Fold([.. start, .. y, .. z]), merged, nameof(MergeLeavesOther), "merge(a, b) after adding to b", start, y, z);
        }
    }

    /// <summary>Reading changes nothing.</summary>
    public void ResultLeavesAccumulator(IReadOnlyList<TIn> values)
    {
        var accumulator = Fold(values);
        var result = aggregator.Result(accumulator);
        RequireSame(Fold(values), accumulator, nameof(ResultLeavesAccumulator), "unread and read accumulator", values);
        AddAll(ref accumulator, values);
        var expected = aggregator.Result(Fold(values));
        RequireSame(expected, result, nameof(ResultLeavesAccumulator), "a result before and after more was added", values);
    }

    /// <summary>What happens to the original does not show in the copy, nor the reverse. Without ICopyingAggregator assigning must
    /// do.</summary>
    public void CopyIsIndependent(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z)
    {
        var original = Fold(x);
        var copy = Copy(original);
        AddAll(ref original, y);
        RequireSame(Fold(x), copy, nameof(CopyIsIndependent), "copy before and after adding to the original", x, y);
        AddAll(ref copy, z);
        RequireSame(Fold([.. x, .. y]), original, nameof(CopyIsIndependent), "original before and after adding to the copy", x, y, z);
        RequireSame(Fold([.. x, .. z]), copy, nameof(CopyIsIndependent), "the copy that was added to", x, z);
    }

    /// <summary>As <see cref="CopyIsIndependent"/>, when the first change is a merge, and to the copy.</summary>
    public void CopyOfPartIsIndependent(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z)
    {
        var original = Merge(Fold(x), Fold(y));
        var copy = Copy(original);
        copy = Merge(copy, Fold(z));
        RequireSame(Fold([.. x, .. y]), original, nameof(CopyOfPartIsIndependent), "original before and after merging into it", x, y, z);
        original = Merge(original, Fold(x));
        RequireSame(Fold([.. x, .. y, .. z]), copy, nameof(CopyOfPartIsIndependent), "copy before and after merging into it", x, y, z);
    }

    /// <summary>Subtracting the values again, in any order, leaves what was there before; interleaved as well.</summary>
    public void SubtractUndoesAdd(IReadOnlyList<TIn> values, IReadOnlyList<TIn> shuffled)
    {
        var subtracting = (ISubtractingAggregator<TIn, TAccumulator>)aggregator;
        for (var kept = 0; kept <= values.Count; kept = (kept * 2) + 1)
        {
            var accumulator = Fold(values);
            AddAll(ref accumulator, [.. values.Take(kept)]);
            foreach (var value in shuffled) subtracting.Subtract(ref accumulator, value);
            RequireSame(Fold([.. values.Take(kept)]), accumulator, nameof(SubtractUndoesAdd), "before adding, after subtracting", values);
        }
    }

    /// <summary>What was written and read back reads, adds and merges as what was never written; the original stays its own.</summary>
    public void CodecKeepsAll(IReadOnlyList<TIn> x, IReadOnlyList<TIn> y, IReadOnlyList<TIn> z)
    {
        if (aggregator.AccumulatorCodec is not { } codec) throw new AggregatorLawException(nameof(CodecKeepsAll), "there is no codec");

        foreach (var start in new[] { x, [] })
        {
            var original = Merge(Fold(start), Fold(y));
            var restored = Restore(codec, original);
            RequireSame(original, restored, nameof(CodecKeepsAll), "written and read", start, y);
            RequireSame(
                Merge(Fold(z), original), Merge(Fold(z), restored), nameof(CodecKeepsAll), "merging written and read", start, y, z);
            RequireSame(
                Fold([.. start, .. y, .. z]), Merge(restored, Fold(z)), nameof(CodecKeepsAll), "merging into what was read", start, y, z);

            restored = Restore(codec, original);
            AddAll(ref restored, z);
            RequireSame(Fold([.. start, .. y, .. z]), restored, nameof(CodecKeepsAll), "adding to what was read", start, y, z);
            RequireSame(Fold([.. start, .. y]), original, nameof(CodecKeepsAll), "the original afterwards", start, y, z);
        }
    }

    private static TAccumulator Restore(ICodec<TAccumulator> codec, TAccumulator accumulator)
    {
        var buffer = new ArrayBufferWriter<byte>();
        codec.Write(buffer, accumulator);
        var source = buffer.WrittenSpan;
        var restored = codec.Read(ref source);
        if (!source.IsEmpty) Fail(nameof(CodecKeepsAll), $"{source.Length} byte(s) are left over", accumulator, restored);
        return restored;
    }

    private TAccumulator Fold(IReadOnlyList<TIn> values)
    {
        var accumulator = aggregator.Zero();
        AddAll(ref accumulator, values);
        return accumulator;
    }

    private void AddAll(ref TAccumulator accumulator, IReadOnlyList<TIn> values)
    {
        foreach (var value in values) aggregator.Add(ref accumulator, value);
    }

    private TAccumulator Merge(TAccumulator accumulator, TAccumulator other)
    {
        aggregator.Merge(ref accumulator, in other);
        return accumulator;
    }

    private TAccumulator Copy(in TAccumulator accumulator) =>
        aggregator is ICopyingAggregator<TAccumulator> copying ? copying.Copy(in accumulator) : accumulator;

    private void RequireSame(TAccumulator expected, TAccumulator actual, string law, string what, params IReadOnlyList<TIn>[] parts)
    {
        if (!_accumulators.Equals(expected, actual)) Fail(law, what, expected, actual, parts);
        RequireSame(aggregator.Result(expected), aggregator.Result(actual), law, "results of " + what, parts);
    }

    private void RequireSame(TResult expected, TResult actual, string law, string what, params IReadOnlyList<TIn>[] parts)
    {
        if (!_results.Equals(expected, actual)) Fail(law, what, expected, actual, parts);
    }

    private static void Fail(string law, string what, object? expected, object? actual, params IReadOnlyList<TIn>[] parts) =>
        throw new AggregatorLawException(
            law,
            $"{what} differ: {Print(expected)} and {Print(actual)}{Environment.NewLine}" +
            $"values: {string.Join(" | ", parts.Select(part => Print(part)))}");

    private static string Print(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Print))}]",
        _ => value.ToString() ?? string.Empty,
    };
}
