namespace LambdaSpeed.Tests.Oracles;

/// <summary>Decides which components of a random topology fail, and knows what must come of it: so many tuples skipped, tried
/// again or made dead letters, or one fault.</summary>
/// <param name="random">Decides.</param>
/// <param name="haltsAt">Which component asked for is to halt the run, from 0; -1 for none.</param>
internal sealed class RandomFailures(Random random, int haltsAt)
{
    private readonly Dictionary<string, int> _operators = []; // counts the names that the builder gives
    private bool _isHaltOwed = haltsAt >= 0;
    private int _asked;

    /// <summary>How many tuples all components skip together, if the run comes to its end.</summary>
    public long Skipped { get; private set; }

    /// <summary>How many tuples all components make dead letters of together, likewise.</summary>
    public long DeadLettered { get; private set; }

    /// <summary>How many further attempts all components make together, likewise.</summary>
    public long Retried { get; private set; }

    /// <summary>The component in whose name the run must fault, with its parallelism; null when it must not.</summary>
    public (string Component, int Tasks)? Fault { get; private set; }

    /// <summary>How an operator fails, and what it is called.</summary>
    public Failing OfOperator(string word, IReadOnlyList<long> tuples, int tasks, bool isLast = false)
    {
        return Of(NameOf(word), tuples, tasks, isLast, retries: 0);
    }

    /// <summary>Takes the name that the builder gives the next operator of a kind.</summary>
    public string NameOf(string word)
    {
        var number = _operators.GetValueOrDefault(word) + 1;
        _operators[word] = number;
        return $"{word}-{number}";
    }

    /// <summary>How a bolt fails that is given these tuples.</summary>
    public Failing Of(string component, IReadOnlyList<long> tuples, int tasks) =>
        Of(component, tuples, tasks, isLast: false, retries: random.Next(3));

    private Failing Of(string component, IReadOnlyList<long> tuples, int tasks, bool isLast, int retries)
    {
        var halts = _isHaltOwed && (_asked++ >= haltsAt || isLast);
        if (!halts && random.Next(3) > 0) return Failing.Never;

        var divisor = halts && isLast ? 1 : random.Next(2, 8);
        var policy = halts ? TupleFailurePolicy.Halt : random.Next(2) == 0 ? TupleFailurePolicy.Skip : TupleFailurePolicy.DeadLetter;
        var failing = new Failing(divisor, random.Next(divisor), random.Next(4), policy, retries);
        var failed = tuples.Count(failing.On);
        if (policy == TupleFailurePolicy.Skip) Skipped += failed;
        else if (policy == TupleFailurePolicy.DeadLetter) DeadLettered += failed;
        else if (failed > 0) (Fault, _isHaltOwed) = ((component, tasks), false);
        if (halts && failed == 0) return Failing.Never; // then another one shall halt

        Retried += failing.RetriesOn(tuples);
        return failing;
    }
}
