using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Everything acknowledged survives, nothing torn is returned, and what was not acknowledged is a prefix.</summary>
public sealed class LogCrashTests(ITestOutputHelper output)
{
    private static readonly int SeedsPerShare = LongRun.Crashes(otherwise: 2000) / 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Oracle_AfterAnyCrash_OverManySeeds(int share)
    {
        var recoveries = 0;
        for (var seed = share * SeedsPerShare; seed < (share + 1) * SeedsPerShare; seed++)
        {
            var run = new CrashRun(seed);
            run.Go(incarnations: 8);
            recoveries += run.Recoveries;
        }
        output.WriteLine($"{recoveries} recoveries");
    }
}
