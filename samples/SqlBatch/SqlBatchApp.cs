using LogTool;
using Microsoft.Data.Sqlite;
using Samples.Shared;

namespace SqlBatch;

/// <summary>A batch layer in SQL: what any job elsewhere does, in four steps, each by a command that a shell script could give as
/// well.</summary>
public static class SqlBatchApp
{
    private const string Help = """
        A batch layer in SQL: reads a replay log up to the newest cut, computes a view with SQLite, and publishes it to the run.

        SqlBatch --log DIR --publications DIR --view NAME [--sql QUERY] [--work DIR]

          --log           the log that the run reads
          --publications  the directory that the run watches (run.WatchPublications)
          --view          the view that is computed
          --sql           a query over log (partition, offset, time, key, value) whose columns are those of the view's key, then those of
                          its accumulator (default: SELECT value, count(*) FROM log GROUP BY value)
          --work          a folder for cut.json, log.csv and rows.csv, made when it does not exist (default: a temporary one)
          --help          this text

        It may run in a process, and on a machine, of its own: log and directory are all it needs.
        Exit codes: 0 published, 1 failed or refused, 2 the command line is wrong, 3 no answer in time.
        """;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, Help, output, error, async () =>
        {
            var arguments = new Arguments(args, "--log", "--publications", "--view", "--sql", "--work");
            var (log, publications, view) =
                (Required(arguments, "--log"), Required(arguments, "--publications"), Required(arguments, "--view"));
            var query = arguments.One("--sql") ?? "SELECT value, count(*) FROM log GROUP BY value";
            var kept = arguments.NewFolder("--work");
            var work = kept ?? Directory.CreateTempSubdirectory("sql-batch-").FullName;
            try
            {
                return await WorkAsync();
            }
            finally
            {
                if (kept is null) Directory.Delete(work, recursive: true);
            }

            async Task<int> WorkAsync()
            {
                var (cut, master, rows) = (Path.Combine(work, "cut.json"), Path.Combine(work, "log.csv"), Path.Combine(work, "rows.csv"));

                await using (var file = new StreamWriter(cut))
                {
                    if (await ToolAsync(file, "cut", "--from", publications) is var none and not 0) return none;
                }
                if (await ToolAsync(output, "export", "--log", log, "--cut", cut, "--output", master) is var failed and not 0) return failed;
                await output.WriteLineAsync($"{Compute(master, query, rows)} keys computed");
                return await ToolAsync(output, "publish", "--to", publications, "--view", view, "--cut", cut, "--file", rows);
            }

            Task<int> ToolAsync(TextWriter to, params string[] words) =>
                LogToolApp.RunAsync(words, TextReader.Null, to, error, cancellationToken);
        });

    /// <summary>The batch computation: all of the master data, and a query.</summary>
    private static long Compute(string master, string query, string rows)
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        Execute(database, "CREATE TABLE log (partition INTEGER, offset INTEGER, time TEXT, key TEXT, value TEXT)");
        using (var transaction = database.BeginTransaction())
        {
            using var insert = database.CreateCommand();
            insert.CommandText = "INSERT INTO log VALUES ($0, $1, $2, $3, $4)";
            var parameters = Enumerable.Range(0, 5).Select(i => insert.Parameters.Add($"${i}", SqliteType.Text)).ToArray();
            foreach (var record in CsvRecords.Read(master).Skip(1)) // the first one names the columns
            {
                for (var i = 0; i < parameters.Length; i++) parameters[i].Value = record[i];
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        using var select = database.CreateCommand();
        select.CommandText = query;
        using var result = select.ExecuteReader();
        return CsvRecords.Write(rows, result);
    }

    private static void Execute(SqliteConnection database, string statement)
    {
        using var command = database.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static string Required(Arguments arguments, string name) =>
        arguments.One(name) ?? throw new UsageException($"{name} is missing.");
}
