using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>Statements with parameters, and names within them.</summary>
internal static class Statements
{
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string List(IEnumerable<string> parts) => string.Join(", ", parts);

    public static NpgsqlBatchCommand Command(string text, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters) command.Parameters.Add(Parameter(parameter));
        return command;
    }

    /// <summary>Executes statements in one go.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="commands">The statements.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">How long they may take; null for the client's own time.</param>
    public static async ValueTask ExecuteAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellationToken,
        TimeSpan? patience = null)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            if (patience is { } longest) batch.Timeout = longest < TimeSpan.Zero ? 0 : (int)Math.Ceiling(longest.TotalSeconds); // 0: no end
            foreach (var command in commands) batch.BatchCommands.Add(command);
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the first column of all rows, as text.</summary>
    public static async ValueTask<List<string>> ReadAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(command);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<string>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(reader.GetString(0));
                return rows;
            }
        }
    }

    private static NpgsqlParameter Parameter(object value) => value is long number
        ? new NpgsqlParameter<long> { TypedValue = number }
        : new NpgsqlParameter<string> { TypedValue = (string)value };
}
