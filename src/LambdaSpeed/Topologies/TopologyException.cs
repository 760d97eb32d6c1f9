namespace LambdaSpeed;

/// <summary>A topology cannot be built; lists all that is wrong with it.</summary>
public sealed class TopologyException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="topology">The topology's name.</param>
    /// <param name="problems">All that is wrong.</param>
    public TopologyException(string topology, IReadOnlyList<TopologyProblem> problems) : base(Describe(topology, problems))
    {
        Topology = topology;
        Problems = problems;
    }

    /// <summary>The topology's name.</summary>
    public string Topology { get; }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<TopologyProblem> Problems { get; }

    private static string Describe(string topology, IReadOnlyList<TopologyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var count = problems.Count == 1 ? "1 problem" : $"{problems.Count} problems";
        return $"Topology '{topology}' cannot be built, {count}:{Environment.NewLine}" +
               string.Join(Environment.NewLine, problems.Select(problem => "  - " + problem));
    }
}
