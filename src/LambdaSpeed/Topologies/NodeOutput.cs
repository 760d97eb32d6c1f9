using LambdaSpeed.Components;

namespace LambdaSpeed.Topologies;

/// <summary>One output of a component.</summary>
/// <param name="Index">0 is the main output.</param>
/// <param name="Name">What a further output is called; null for the main one.</param>
/// <param name="TupleType">The tuples.</param>
/// <param name="MayBeUnread">Has it been said that nobody needs to read it?</param>
/// <param name="Side">The side output, when it is one.</param>
/// <param name="DeadLettersOf">The input whose failed tuples it holds; null when it does not hold such.</param>
internal sealed record NodeOutput(
    int Index, string? Name, Type TupleType, bool MayBeUnread, ISideOutput? Side = null, int? DeadLettersOf = null)
{
    /// <summary>The name of the output by which a key component hands on what it has added up.</summary>
    public const string PartialSums = "partial sums";
}
