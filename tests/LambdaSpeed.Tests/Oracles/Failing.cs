using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>On which tuples one component of a random topology throws, how much it emits or writes before, and under which policy.</summary>
internal sealed record Failing(int Divisor, int Remainder, int AfterEmits, TupleFailurePolicy Policy)
{
    public static readonly Failing Never = new(0, 0, 0, TupleFailurePolicy.Halt);

    public bool On(long x) => Divisor > 0 && Math.Abs(x) % Divisor == Remainder;

    /// <summary>The tuple itself, unless it is one to fail on.</summary>
    public long Passed(long x) => On(x) ? throw new TestFailure() : x;

    /// <summary>Emits and throws when the tuple is one to fail on.</summary>
    public void Throw(long x, Emitter<long> output, SideOutput<long>? side = null)
    {
        if (!On(x)) return;
        for (var i = 0; i < AfterEmits; i++) output.Emit(x + i);
        if (side is not null && AfterEmits % 2 == 1) output.Emit(side, x);
        throw new TestFailure();
    }

    /// <summary>What is left of tuples when those that are failed on are skipped.</summary>
    public IReadOnlyList<long> Kept(IReadOnlyList<long> tuples) => Divisor == 0 ? tuples : [.. tuples.Where(x => !On(x))];
}
