using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>What the server or the client says, with the setting that is to blame.</summary>
internal static class ServerProblem
{
    public static string Of(string view, NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"the server refuses us: see Username and Password of ConnectionString ({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"there is no such database: see Database of ConnectionString ({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName } => $"make the schema, or see Schema ({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            $"the user of ConnectionString lacks a right; it makes tables in Schema and temporary ones ({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            "the server takes no writes, as a standby does: see Host and Target Session Attributes of ConnectionString " +
            $"({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            $"another writer of view '{view}', or a transaction of your own, holds its table for seconds ({exception.Message})",
        PostgresException { SqlState: PostgresErrorCodes.CardinalityViolation } =>
            $"two keys of view '{view}' are the same in all columns of the key: lay it out so that keys that differ differ in a column " +
            $"({exception.Message})",
        PostgresException { SqlState: ['2', '2', ..] } problem => // what was written cannot be
            $"view '{view}' has something that PostgreSQL cannot hold{PlaceOf(problem)} ({problem.SqlState}: {problem.MessageText})",
        PostgresException => exception.Message,
        { InnerException: SocketException } =>
            $"the server cannot be reached: see Host and Port of ConnectionString ({exception.InnerException.Message})",
        { InnerException: AuthenticationException } =>
            "the server cannot be reached by TLS: see its certificate, and SSL Mode and Root Certificate of ConnectionString " +
            $"({exception.InnerException.Message})",
        _ when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            $"the server asks for a password: see Password of ConnectionString ({exception.Message})",
        _ => exception.Message,
    };

    /// <summary>Table, line and column, such as <c>COPY changes, line 1, column details</c>, which stand last; before them may stand
    /// data.</summary>
    private static string PlaceOf(PostgresException problem) =>
        problem.Where?.Split('\n')[^1] is { } place && place.StartsWith("COPY ", StringComparison.Ordinal) ? $", at {place}" : "";
}
