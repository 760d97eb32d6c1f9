using LambdaSpeed.PostgreSql;
using LambdaSpeed.Testing;
using Npgsql;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Partitioned tables in a schema of a test's own.</summary>
internal sealed class PostgreSqlSlicedHarness(PostgreSqlHarness schema) : SlicedViewStoreHarness
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(schema.ConnectionString);

    public PostgreSqlHarness Schema => schema;

    public override ISlicedViewStore<string, long> Open() => new PostgreSqlSlicedViewStore<string, long>(schema.Options);

    public override async ValueTask<IReadOnlyDictionary<SliceKey<string>, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var content = new Dictionary<SliceKey<string>, long>();
        await using var command = _source.CreateCommand($"SELECT slice, key, value FROM {schema.Table(view)}");
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                content.Add(new((int)reader.GetInt64(0), ViewText.Unescape(reader.GetString(1))), reader.GetInt64(2));
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
        }
        return content;
    }

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await schema.DisposeAsync();
        await base.DisposeAsync();
    }
}
