using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Intake;

/// <summary>Every accepted message is stored exactly once, no acknowledged one is lost, and no rejected one is ever stored.</summary>
public sealed class IntakeCrashTests(ITestOutputHelper output)
{
    private static readonly int SeedsPerShare = LongRun.Crashes(otherwise: 600) / 2;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Oracle_AfterAnyCrash_OverManySeeds(int share)
    {
        var (recoveries, duplicates) = (0, 0);
        for (var seed = share * SeedsPerShare; seed < (share + 1) * SeedsPerShare; seed++)
        {
            var run = new IntakeCrashRun(seed);
            try
            {
                await run.GoAsync(incarnations: 8);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
            recoveries += run.Recoveries;
            duplicates += run.Duplicates;
        }
        output.WriteLine($"{recoveries} recoveries, {duplicates} duplicates known");
        Assert.True(duplicates > SeedsPerShare / 2, $"only {duplicates} duplicates: the test does not try what it is for");
    }

    [Fact]
    public async Task Oracle_FindsAWindowThatIsTooSmall()
    {
        var found = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            try
            {
                await new IntakeCrashRun(seed, window: 1).GoAsync(incarnations: 8);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException)
            {
                found++;
            }
        }
        Assert.True(found > 20, $"only {found} of 60 seeds showed a message that was stored twice");
    }
}
