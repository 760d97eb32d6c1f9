using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>Numbers in an array; the first <see cref="Count"/> of them are the input.</summary>
public sealed class LongInput(long[] values, int count) : IInput<LongInput>
{
    public int Count => count;

    public long Events => count;

    public long this[int index] => values[index];

    public ReadOnlySpan<long> Span => values.AsSpan(0, count);

    public ReadOnlySpan<long> Slice(int start, int length) => Span.Slice(start, length);

    /// <summary>The part that belongs to one of several workers which share the input.</summary>
    public ReadOnlySpan<long> PartOf(int worker, int workers)
    {
        var (start, end) = RangeOf(worker, workers);
        return Slice(start, end - start);
    }

    public (int Start, int End) RangeOf(int worker, int workers) =>
        ((int)((long)count * worker / workers), (int)((long)count * (worker + 1) / workers));

    public IEnumerable<long> Values()
    {
        for (var i = 0; i < count; i++) yield return values[i];
    }

    public LongInput Take(double share) => new(values, Math.Max(1, (int)(count * share)));
}
