using LambdaSpeed.Sqlite;
using LambdaSpeed.Testing;
using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A SQLite file of a test's own.</summary>
internal sealed class SqliteHarness : ViewStoreHarness
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-sqlite-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "views.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>For connections that see the file that is there now.</summary>
    private string Unpooled => ConnectionString + ";Pooling=False";

    public override IViewStore<string, long> Open() =>
        new SqliteViewStore<string, long>(new() { ConnectionString = ConnectionString });

    public override ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, long>();
        using var connection = new SqliteConnection(Unpooled);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT key, value FROM \"{view.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read()) content.Add(ViewText.Unescape(reader.GetString(0)), reader.GetInt64(1));
        }
        catch (SqliteException exception) when (exception.Message.Contains("no such table", StringComparison.Ordinal))
        {
        }
        return new(content);
    }

    /// <summary>Changes the file behind the store's back.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(Unpooled);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
