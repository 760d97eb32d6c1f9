using System.Text;

namespace LambdaSpeed;

/// <summary>A run cannot go on from the checkpoint that was found, or cannot be checkpointed at all: lists everything that stands in the
/// way. Nothing has been changed.</summary>
public sealed class StateMismatchException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="problems">All that differs, each with the remedy.</param>
    public StateMismatchException(string topology, IReadOnlyList<TopologyProblem> problems) : base(Message(topology, problems)) =>
        Problems = problems;

    /// <summary>All that differs, each with the remedy.</summary>
    public IReadOnlyList<TopologyProblem> Problems { get; }

    private static new string Message(string topology, IReadOnlyList<TopologyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var text = new StringBuilder($"Topology '{topology}' does not fit its checkpoints:");
        foreach (var problem in problems) text.AppendLine().Append("  ").Append(problem);
        return text.ToString();
    }
}
