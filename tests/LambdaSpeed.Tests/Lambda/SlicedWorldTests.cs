using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>At every moment of any interleaving of events, cuts, publications, roll-backs, folds, failures and crashes, a merged read is the
/// fold of the log up to the published epoch.</summary>
public sealed class SlicedWorldTests
{
    private static readonly int _seeds = LongRun.Seeds(otherwise: 1_000);

    private static readonly int _first = LongRun.FirstSeed(otherwise: 1);

    [Fact]
    public void Oracle_MergedReadsEqualAFoldOfTheLog_AtAnyMoment()
    {
        var (publications, rollBacks, withdrawals, reopened, folds, restarts, deaths) = (0, 0, 0, 0, 0, 0, 0);
        for (var seed = _first; seed < _first + _seeds; seed++)
        {
            var world = new SlicedWorld(seed);
            try
            {
                world.Live();
            }
            catch (Exception exception)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {exception.Message}", exception);
            }
            publications += world.Happened.Publications;
            rollBacks += world.Happened.RollBacks;
            withdrawals += world.Happened.Withdrawals;
            reopened += world.Happened.Reopened;
            folds += world.Happened.Folds;
            restarts += world.Happened.Restarts;
            deaths += world.Happened.Deaths;
        }
        Assert.True(
            publications > 3 * _seeds && rollBacks > _seeds / 5 && withdrawals > _seeds / 50 && reopened > _seeds && folds > _seeds / 2 && restarts > _seeds / 5 && deaths > _seeds,
            $"too little happened: {publications} publications, {rollBacks} roll-backs, {withdrawals} withdrawals, {reopened} reopened, {folds} folds, {restarts} restarts, {deaths} deaths");
    }

    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce, false)]
    [InlineData(DeliveryGuarantee.ExactlyOnce, true)]
    public void Oracle_FindsADefect(DeliveryGuarantee guarantee, bool readsTooFar)
    {
        var found = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            try
            {
                new SlicedWorld(seed, guarantee, readsTooFar).Live();
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException or LambdaSpeedException)
            {
                found++;
            }
        }
        Assert.True(found > 10, $"only {found} of 40 seeds showed the defect");
    }
}
