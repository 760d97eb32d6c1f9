using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>A file that is deleted, or replaced by its backup, while a run writes it.</summary>
public sealed class SqliteFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task File_ThatIsDeletedOrPutBack_WhileItIsWritten_EndsEqual(bool hasBackup)
    {
        await using var place = new SqliteHarness();
        await using var store = place.Open();
        await using var run = await SpeedLayer.StartAsync(FollowedTopology.Of(FollowedTopology.Endless, 20_000, store), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.Followers()[0].Written.Number > 5);
        if (hasBackup) place.Execute($"VACUUM INTO '{place.Path}.backup'");
        await run.Until(() => run.Followers()[0].Written.Number > 20);

        foreach (var end in new[] { "", "-wal", "-shm" }) File.Delete(place.Path + end);
        if (hasBackup) File.Move(place.Path + ".backup", place.Path, overwrite: true);
        var before = run.View(new ViewName<string, long>(FollowedTopology.View)).All().Sum(pair => pair.Value);
        await RunFixture.UntilAsync(async () => await SumAsync(place) > before, () => $"{run.Describe()}");

        await run.EndsEqualAsync(place);
    }

    private static async Task<long> SumAsync(SqliteHarness place)
    {
        try
        {
            return File.Exists(place.Path) ? (await place.ReadAsync(FollowedTopology.View, RunFixture.Cancel)).Values.Sum() : 0;
        }
        catch (SqliteException) // the store is about to make it
        {
            return 0;
        }
    }

    [Fact]
    public async Task Database_InMemory_IsNotTakenForAFileThatWasDeleted()
    {
        await using var store = new SqliteViewStore<string, long>(new() { ConnectionString = "Data Source=:memory:" });
        await store.ReplaceAsync("v", AsyncEnumerable.Empty<KeyValuePair<string, long>>(), new(1, new(1)), RunFixture.Cancel);
        await Task.Delay(TimeSpan.FromSeconds(1.5), RunFixture.Cancel); // it is looked each second

        Assert.Equal(new ViewMark(1, new(1)), await store.ReadMarkAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task Connection_ThatCouldNotBeConfigured_IsNotWrittenTo()
    {
        await using var place = new SqliteHarness();
        var failures = 1;
        await using var store = new SqliteViewStore<string, long>(new()
        {
            ConnectionString = place.ConnectionString,
            Configure = connection =>
            {
                if (failures-- > 0) throw new InvalidOperationException("not yet");
                using var pragma = new SqliteCommand("PRAGMA user_version = 7", connection);
                pragma.ExecuteNonQuery();
            },
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask());

        Assert.Null(await store.ReadMarkAsync("v", RunFixture.Cancel));

        Assert.Equal(-1, failures);
    }
}
