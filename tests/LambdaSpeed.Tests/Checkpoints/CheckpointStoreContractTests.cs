using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>The stores of the library keep the whole contract, and the contract finds stores that are none.</summary>
public sealed class CheckpointStoreContractTests
{
    public static TheoryData<string> Clauses => [.. CheckpointStoreContract.Clauses];

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Memory_KeepsItsContract(string clause)
    {
        using var harness = new MemoryCheckpointHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }

    public static TheoryData<string> ClausesOfKeys =>
        [.. CheckpointStoreContract.Clauses.Where(clause => clause.StartsWith("Keys_", StringComparison.Ordinal) || clause.Contains("SomeSections", StringComparison.Ordinal))];

    /// <summary>The store by which the simulation has runs that keep almost nothing in memory; it never gives room back.</summary>
    [Theory]
    [MemberData(nameof(ClausesOfKeys))]
    public void StoreByKey_IsReadByKey(string clause)
    {
        using var harness = new ByKeyHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Files_KeepTheirContract(string clause)
    {
        using var harness = new FileCheckpointHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Files_OnASimulatedDisk_KeepTheirContract(string clause)
    {
        using var harness = new SimulatedCheckpointHarness();
        CheckpointStoreContract.Verify(clause, harness);
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public void StoreThatKeepsNothing_ViolatesIt(string clause)
    {
        using var harness = new ForgetfulHarness();
        if (ForgetfulHarness.Keeps(clause)) CheckpointStoreContract.Verify(clause, harness);
        else Assert.Throws<ContractViolationException>(() => CheckpointStoreContract.Verify(clause, harness));
    }

    [Fact]
    public void Clause_ThatThereIsNot_IsRefused()
    {
        using var harness = new MemoryCheckpointHarness();
        Assert.Throws<ArgumentException>(() => CheckpointStoreContract.Verify("Store_Shines", harness));
    }
}
