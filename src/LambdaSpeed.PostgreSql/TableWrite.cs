namespace LambdaSpeed.PostgreSql;

/// <summary>What a write does in the transaction, once its rows are copied.</summary>
/// <param name="Statements">Merge what was copied.</param>
/// <param name="Slices">The slices that rows are put into.</param>
/// <param name="Dropped">The slices that are dropped; null for all others.</param>
internal sealed record TableWrite(IReadOnlyList<string> Statements, IReadOnlyCollection<int> Slices, IReadOnlyCollection<int>? Dropped);
