using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Every store keeps the whole contract, against the real server.</summary>
public sealed class ViewStoreContractTests(Servers servers)
{
    public static TheoryData<StoreKind, string> Clauses()
    {
        var clauses = new TheoryData<StoreKind, string>();
        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            foreach (var clause in ViewStoreContract.Clauses) clauses.Add(kind, clause);
        }
        return clauses;
    }

    public static TheoryData<bool, string> ClausesOfSmallTransactions()
    {
        var clauses = new TheoryData<bool, string>();
        foreach (var clause in ViewStoreContract.Clauses)
        {
            clauses.Add(false, clause);
            var isReadWhileItWrites = clause.StartsWith("Replace_ReadMeanwhile", StringComparison.Ordinal); // by keys: in parts
            if (!isReadWhileItWrites) clauses.Add(true, clause);
        }
        return clauses;
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_KeepsItsContract(StoreKind kind, string clause)
    {
        await using var harness = await servers.NewPlaceAsync(kind);
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(ClausesOfSmallTransactions))]
    public async Task Redis_InSmallTransactions_KeepsItsContract(bool isOfKeys, string clause)
    {
        var connection = await servers.ConnectionAsync("redis");
        await using var harness = isOfKeys
            ? new RedisKeysHarness(connection, largestTransaction: 300) : new RedisHarness(connection, largestTransaction: 300);
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }
}
