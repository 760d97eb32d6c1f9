using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Stores that keep slices apart keep their contract and that of any store, against the real server.</summary>
public sealed class SlicedViewStoreContractTests(Servers servers)
{
    public static TheoryData<string> Clauses => [.. SlicedViewStoreContract.Clauses];

    public static TheoryData<string> PlainClauses => [.. ViewStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task PostgreSql_KeepsItsContract(string clause)
    {
        await using var harness = await PostgreSqlAsync();
        await SlicedViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(PlainClauses))]
    public async Task PostgreSql_KeepsTheContractOfAnyStore(string clause)
    {
        await using var harness = new SlicedAsOneHarness(await PostgreSqlAsync());
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    private async Task<PostgreSqlSlicedHarness> PostgreSqlAsync() =>
        new(await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql")));
}
