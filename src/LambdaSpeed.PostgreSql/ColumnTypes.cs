namespace LambdaSpeed.PostgreSql;

/// <summary>The types of columns, as PostgreSQL itself names them.</summary>
internal static class ColumnTypes
{
    public static string Of(ViewColumnKind kind) => kind switch
    {
        ViewColumnKind.Text => "text",
        ViewColumnKind.Boolean => "boolean",
        ViewColumnKind.WholeNumber => "bigint",
        ViewColumnKind.RealNumber => "double precision",
        ViewColumnKind.DecimalNumber => "numeric",
        ViewColumnKind.Uuid => "uuid",
        ViewColumnKind.Time => "timestamp with time zone",
        ViewColumnKind.Date => "date",
        ViewColumnKind.Bytes => "bytea",
        ViewColumnKind.Json => "jsonb",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of column"),
    };
}
