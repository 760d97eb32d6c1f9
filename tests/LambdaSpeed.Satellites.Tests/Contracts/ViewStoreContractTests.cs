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

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_KeepsItsContract(StoreKind kind, string clause)
    {
        await using var harness = await servers.NewPlaceAsync(kind);
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [InlineData("Keys_InGreatNumber_AreKept")]
    [InlineData("Apply_Removals_DeletesWhatIsThere")]
    [InlineData("Writer_ThatIsOvertaken_IsFencedOff")]
    public async Task Redis_InSmallTransactions_KeepsItsContract(string clause)
    {
        await using var harness = new RedisHarness(await servers.ConnectionAsync("redis"), largestTransaction: 300);
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }
}
