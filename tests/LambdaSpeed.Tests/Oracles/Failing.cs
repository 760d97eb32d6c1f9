using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>On which tuples one component of a random topology throws, how much it emits or writes before, and under which policies. A bolt
/// that is given tuples again also throws on some others, once.</summary>
internal sealed record Failing(int Divisor, int Remainder, int AfterEmits, TupleFailurePolicy Policy, int Retries = 0)
{
    public static readonly Failing Never = new(0, 0, 0, TupleFailurePolicy.Halt);

    /// <summary>At once: a random topology runs by the system's clock, and is one of thousands.</summary>
    public RetryPolicy Retry => new() { MaxRetries = Retries, FirstDelay = TimeSpan.Zero };

    public bool On(long x) => Divisor > 0 && Math.Abs(x) % Divisor == Remainder;

    public bool OnceOn(long x) => Retries > 0 && Divisor > 1 && Math.Abs(x) % Divisor == (Remainder + 1) % Divisor;

    /// <summary>How many further attempts a bolt makes on these tuples.</summary>
    public long RetriesOn(IReadOnlyList<long> tuples) => (tuples.Count(On) * (long)Retries) + tuples.Count(OnceOn);

    /// <summary>The calls of one task.</summary>
    public FailingCalls InTask() => new(this);

    /// <summary>The tuple itself, unless it is one to fail on.</summary>
    public long Passed(long x) => On(x) ? throw new TestFailure() : x;

    /// <summary>Those of the tuples that are failed on for good.</summary>
    public IReadOnlyList<long> Failed(IReadOnlyList<long> tuples) => [.. tuples.Where(On)];

    /// <summary>What is left of tuples when those that are failed on are taken away.</summary>
    public IReadOnlyList<long> Kept(IReadOnlyList<long> tuples) => Divisor == 0 ? tuples : [.. tuples.Where(x => !On(x))];
}
