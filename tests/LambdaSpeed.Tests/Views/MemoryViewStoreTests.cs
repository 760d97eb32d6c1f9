using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

public sealed class MemoryViewStoreTests
{
    public static TheoryData<string> Clauses => [.. ViewStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task Store_KeepsItsContract(string clause)
    {
        await using var harness = new MemoryViewStoreHarness();
        await ViewStoreContract.VerifyAsync(clause, harness, RunFixture.Cancel);
    }
}
