using System.Globalization;
using Npgsql;
using static LambdaSpeed.PostgreSql.Statements;

namespace LambdaSpeed.PostgreSql;

/// <summary>The partitions of a view's table, one for each slice, named after the table and the slice's number.</summary>
internal sealed class SlicePartitions(string schema, string name, string column, TimeSpan patience)
{
    /// <summary>Bytes that the name of a partition has more than that of its table.</summary>
    public const int LongestSuffix = 17;

    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(10); // for the drops themselves, on a machine that is busy

    private readonly string _table = $"{Quoted(schema)}.{Quoted(name)}";
    private readonly string _prefix = $"{name}_slice_";
    private readonly HashSet<int> _emptied = []; // that could not be dropped
    private HashSet<int>? _present; // as of the last write; what is wrong of it fails the next one, and this is made anew

    /// <summary>The column that names the slice of a row.</summary>
    public string Column => column;

    /// <summary>Makes the partitions that are not there. Readers are not held up: an attached table locks out other changes of the tables
    /// alone.</summary>
    public async ValueTask MakeAsync(NpgsqlConnection connection, IReadOnlyCollection<int> slices, CancellationToken cancellationToken)
    {
        if (slices.Count == 0) return;
        var present = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var missing = slices.Where(slice => !present.Contains(slice)).ToList();
        await ExecuteAsync(
            connection,
            missing.SelectMany(slice => new[]
            {
                Command($"CREATE TABLE {PartitionOf(slice)} (LIKE {_table} INCLUDING ALL EXCLUDING IDENTITY)"),
                Command(Invariant($"ALTER TABLE {_table} ATTACH PARTITION {PartitionOf(slice)} FOR VALUES IN ({slice})")),
            }),
            cancellationToken).ConfigureAwait(false);
        present.UnionWith(missing);
        _emptied.ExceptWith(slices);
    }

    /// <summary>Drops partitions, those of the slices that are chosen. Where readers do not let go of the table for too long, or something
    /// of a user's depends on it, the rows are deleted instead, and the empty partitions are tried again with the next drop.</summary>
    public async ValueTask DropAsync(NpgsqlTransaction transaction, Func<int, bool> isDropped, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var present = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var dropped = present.Where(slice => isDropped(slice) || _emptied.Contains(slice)).ToList();
        if (dropped.Count == 0) return;
        await transaction.SaveAsync("drop", cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                connection,
                [
                    Command(Invariant($"SET LOCAL lock_timeout = {Math.Max(1, (int)patience.TotalMilliseconds)}")),
                    Command($"LOCK TABLE {_table}"), // at one stroke: the drops wait for nobody after it
                    Command("SET LOCAL idle_in_transaction_session_timeout = 10000"), // a process that stands still holds readers up
                    .. dropped.Select(slice => Command($"DROP TABLE {PartitionOf(slice)}")),
                ],
                cancellationToken, patience + _margin).ConfigureAwait(false);
            present.ExceptWith(dropped);
            _emptied.ExceptWith(dropped);
        }
        catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested && CanBeDeleted(exception))
        {
            await transaction.RollbackAsync("drop", cancellationToken).ConfigureAwait(false);
            var numbers = List(dropped.Select(slice => slice.ToString(CultureInfo.InvariantCulture)));
            await ExecuteAsync(
                connection, [Command($"DELETE FROM {_table} WHERE {column} IN ({numbers})")], cancellationToken, Timeout.InfiniteTimeSpan)
                .ConfigureAwait(false);
            _emptied.UnionWith(dropped);
        }
    }

    // Readers stay, or wait for us while we wait for them; a foreign key or an SQL view of a user's; a partition of another owner.
    private static bool CanBeDeleted(PostgresException exception) => exception.SqlState is
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.DependentObjectsStillExist or
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.QueryCanceled;

    /// <summary>The slices that have a partition.</summary>
    private async ValueTask<HashSet<int>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_present is not null) return _present;
        const string Text = "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid " +
            "WHERE i.inhparent = to_regclass($1)";
        var names = await Statements.ReadAsync(connection, Command(Text, _table), cancellationToken).ConfigureAwait(false);
        _present = [];
        foreach (var partition in names.Where(partition => partition.StartsWith(_prefix, StringComparison.Ordinal)))
        {
            if (int.TryParse(partition.AsSpan(_prefix.Length), CultureInfo.InvariantCulture, out var slice)) _present.Add(slice);
        }
        return _present;
    }

    private string PartitionOf(int slice) => $"{Quoted(schema)}.{Quoted(Invariant($"{_prefix}{slice}"))}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
