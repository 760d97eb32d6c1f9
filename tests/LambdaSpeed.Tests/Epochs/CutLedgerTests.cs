using LambdaSpeed.Epochs;
using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

public sealed class CutLedgerTests
{
    [Fact]
    public void Withdraw_KeepsCutsThatAreMadeMeanwhile()
    {
        var publication = new EpochPublication();
        var cuts = new CutLedger(publication);
        Cut(1);
        Cut(2);
        cuts.Withdraw(() =>
        {
            ViewSlices before = new("view", [new(0, 1), new(2, 2)], Kept: 0, Batch: null);
            for (var epoch = 3; epoch <= 6; epoch++) Cut(epoch);
            return [before];
        });

        Assert.Equal([1, 2, 3, 4, 5], cuts.Listed.Select(cut => cut.Number));

        void Cut(long epoch)
        {
            cuts.Begin(new(epoch), DateTimeOffset.UnixEpoch);
            cuts.Announce(new(epoch), [], watermark: null);
            publication.Publish(new(epoch));
        }
    }
}
