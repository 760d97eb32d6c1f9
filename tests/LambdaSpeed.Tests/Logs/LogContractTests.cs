using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>The log keeps its contract in files and on a disk that loses power, under each policy; and the contract finds a disk that
/// does not.</summary>
public sealed class LogContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Clauses => [.. LogContract.Clauses];

    [Theory, MemberData(nameof(Clauses))]
    public async Task InFiles(string clause)
    {
        foreach (var durability in Policies)
        {
            await using var harness = new DirectoryLogHarness { OpenedWith = new() { Durability = durability } };
            await LogContract.VerifyAsync(clause, harness, Cancel);
        }
    }

    [Theory, MemberData(nameof(Clauses))]
    public async Task OnADisk_WhoseProcessIsKilled(string clause)
    {
        await using var harness = new SimulatedLogHarness(seed: 1, losesPower: false);
        await LogContract.VerifyAsync(clause, harness, Cancel);
    }

    [Theory, MemberData(nameof(Clauses))]
    public async Task OnADisk_ThatLosesPower(string clause)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            await using var harness = new SimulatedLogHarness(seed, losesPower: true);
            await LogContract.VerifyAsync(clause, harness, Cancel);
        }
    }

    [Theory, MemberData(nameof(Clauses))]
    public async Task Disk_ThatForgets_IsFound(string clause)
    {
        await using var harness = new ForgetfulLogHarness();
        var verifying = LogContract.VerifyAsync(clause, harness, Cancel);
        if (ForgetfulLogHarness.Keeps(clause)) await verifying;
        else Assert.Equal(clause, (await Assert.ThrowsAsync<ContractViolationException>(() => verifying)).Clause);
    }

    [Fact]
    public async Task Clause_ThatIsNone_IsRefused()
    {
        await using var harness = new ForgetfulLogHarness();
        await Assert.ThrowsAsync<ArgumentException>(() => LogContract.VerifyAsync("Log_Shines", harness, Cancel));
    }

    private static IEnumerable<LogDurability> Policies =>
        [LogDurability.None, LogDurability.EveryAppend, LogDurability.Interval(TimeSpan.FromMilliseconds(5))];
}
