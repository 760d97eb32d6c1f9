using System.Globalization;
using Npgsql;
using static LambdaSpeed.PostgreSql.Statements;

namespace LambdaSpeed.PostgreSql;

/// <summary>The partitions of a view's table, one for each slice, named after the table and the slice's number.</summary>
internal sealed class SlicePartitions(string schema, string name, string column, TimeSpan patience)
{
    /// <summary>Bytes that the name of a partition has more than that of its table.</summary>
    public const int LongestSuffix = 17;

    private readonly string _table = $"{Quoted(schema)}.{Quoted(name)}";
    private readonly string _prefix = $"{name}_slice_";

    /// <summary>Makes the partitions that are not there. Readers are not held up: an attached table locks out other changes of the tables
    /// alone.</summary>
    public async ValueTask MakeAsync(NpgsqlConnection connection, IReadOnlyCollection<int> slices, CancellationToken cancellationToken)
    {
        if (slices.Count == 0) return;
        var present = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            slices.Where(slice => !present.Contains(slice)).SelectMany(slice => new[]
            {
                Command($"CREATE TABLE {PartitionOf(slice)} (LIKE {_table} INCLUDING ALL)"),
                Command(Invariant($"ALTER TABLE {_table} ATTACH PARTITION {PartitionOf(slice)} FOR VALUES IN ({slice})")),
            }),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops partitions, all or those that are given, of those that are there. Where readers do not let go of the table for too
    /// long, their rows are deleted instead, and the partitions stay, empty.</summary>
    public async ValueTask DropAsync(NpgsqlTransaction transaction, Func<int, bool> isDropped, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var present = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var dropped = present.Where(isDropped).ToList();
        if (dropped.Count == 0) return;
        await transaction.SaveAsync("drop", cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                connection,
                [
                    Command(Invariant($"SET LOCAL lock_timeout = {Math.Max(1, (int)patience.TotalMilliseconds)}")),
                    .. dropped.Select(slice => Command($"DROP TABLE {PartitionOf(slice)}")),
                ],
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.RollbackAsync("drop", cancellationToken).ConfigureAwait(false);
            var numbers = List(dropped.Select(slice => slice.ToString(CultureInfo.InvariantCulture)));
            await ExecuteAsync(connection, [Command($"DELETE FROM {_table} WHERE {column} IN ({numbers})")], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The slices that have a partition.</summary>
    private async ValueTask<HashSet<int>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Text = "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid " +
            "WHERE i.inhparent = to_regclass($1)";
        var names = await Statements.ReadAsync(connection, Command(Text, _table), cancellationToken).ConfigureAwait(false);
        var slices = new HashSet<int>();
        foreach (var partition in names.Where(partition => partition.StartsWith(_prefix, StringComparison.Ordinal)))
        {
            if (int.TryParse(partition.AsSpan(_prefix.Length), CultureInfo.InvariantCulture, out var slice)) slices.Add(slice);
        }
        return slices;
    }

    private string PartitionOf(int slice) => $"{Quoted(schema)}.{Quoted(Invariant($"{_prefix}{slice}"))}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
