using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>Stores that keep slices apart keep their contract and that of any store, against the real server.</summary>
public sealed class SlicedViewStoreContractTests(Servers servers)
{
    public static TheoryData<SlicedStoreKind, string> Clauses => Of(SlicedViewStoreContract.Clauses);

    public static TheoryData<SlicedStoreKind, string> PlainClauses => Of(ViewStoreContract.Clauses);

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_KeepsItsContract(SlicedStoreKind kind, string clause)
    {
        await using var harness = await servers.NewPlaceAsync(kind);
        await SlicedViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    [Theory]
    [MemberData(nameof(PlainClauses))]
    public async Task Store_KeepsTheContractOfAnyStore(SlicedStoreKind kind, string clause)
    {
        await using var harness = new SlicedAsOneHarness(await servers.NewPlaceAsync(kind));
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }

    private static TheoryData<SlicedStoreKind, string> Of(IReadOnlyList<string> clauses) =>
        [.. from kind in Enum.GetValues<SlicedStoreKind>() from clause in clauses select (kind, clause)];
}
