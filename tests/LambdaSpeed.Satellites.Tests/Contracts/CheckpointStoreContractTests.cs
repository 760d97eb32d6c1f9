using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Contracts;

/// <summary>RocksDB keeps the whole contract of checkpoint stores.</summary>
public sealed class CheckpointStoreContractTests
{
    public static TheoryData<string> Clauses => [.. CheckpointStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Store_KeepsItsContract(string clause)
    {
        using var harness = new RocksDbHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }
}
