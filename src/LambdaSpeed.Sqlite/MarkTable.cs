using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Sqlite;

/// <summary>The table of the marks, and names in statements.</summary>
internal static class MarkTable
{
    /// <summary>A statement that reads the mark of a view, <c>$p0</c>.</summary>
    public static string Read(SqliteViewStoreOptions options) =>
        $"SELECT incarnation, epoch FROM {Quoted(options.MarkTable)} WHERE view = $p0";

    /// <summary>What that statement finds.</summary>
    public static ViewMark? MarkOf(SqliteCommand read)
    {
        using var reader = read.ExecuteReader();
        return reader.Read() ? new ViewMark(reader.GetInt64(0), new EpochId(reader.GetInt64(1))) : null;
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
