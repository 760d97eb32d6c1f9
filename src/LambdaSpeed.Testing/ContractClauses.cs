using System.Collections.Frozen;

namespace LambdaSpeed.Testing;

/// <summary>The clauses of a contract, by name.</summary>
/// <typeparam name="TVerify">What verifies one.</typeparam>
/// <param name="contract">The contract, for the message.</param>
/// <param name="clauses">The clauses, in the order in which they are told.</param>
internal sealed class ContractClauses<TVerify>(string contract, params IReadOnlyList<(string Name, TVerify Verify)> clauses)
{
    private readonly FrozenDictionary<string, TVerify> _byName = clauses.ToFrozenDictionary(clause => clause.Name, clause => clause.Verify);

    public IReadOnlyList<string> Names { get; } = [.. clauses.Select(clause => clause.Name)];

    /// <summary>What verifies a clause.</summary>
    /// <exception cref="ArgumentException">There is no such clause.</exception>
    public TVerify this[string clause] => _byName.TryGetValue(clause, out var verify)
        ? verify
        : throw new ArgumentException($"There is no clause '{clause}'; see {contract}.Clauses.", nameof(clause));
}
