using LambdaSpeed.Epochs;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

public sealed class BarrierAlignerTests
{
    private static readonly EpochId _one = new(1);
    private static readonly EpochId _two = new(2);

    [Fact]
    public void Barrier_OnAllInputs_AlignsOnTheLast()
    {
        var aligner = new BarrierAligner(2, holdsEarlyInputs: true);

        Assert.False(aligner.Observe(0, _one));
        Assert.Equal((false, true), (aligner.MayRead(0), aligner.MayRead(1)));
        Assert.True(aligner.Observe(1, _one));
        Assert.Equal(_one, aligner.Pending);

        aligner.Release();
        Assert.Equal((true, true, EpochId.None), (aligner.MayRead(0), aligner.MayRead(1), aligner.Pending));
        Assert.False(aligner.Observe(1, _two));
    }

    [Fact]
    public void End_OfInputThatOwes_Aligns()
    {
        var aligner = new BarrierAligner(2, holdsEarlyInputs: true);
        aligner.Observe(0, _one);

        Assert.True(aligner.End(1));
        aligner.Release();
        Assert.False(aligner.HasEnded);
        Assert.True(aligner.Observe(0, _two)); // the only one left
    }

    [Fact]
    public void End_WithoutBarrier_AlignsNothing()
    {
        var aligner = new BarrierAligner(2, holdsEarlyInputs: true);

        Assert.False(aligner.End(0));
        Assert.False(aligner.HasEnded);
        Assert.False(aligner.End(1));
        Assert.True(aligner.HasEnded);
        Assert.False(aligner.MayRead(1));
    }

    [Fact]
    public void Laws_WhenBroken_Throw()
    {
        Assert.Throws<InvariantViolationException>(() => new BarrierAligner(0, holdsEarlyInputs: true));
        Assert.Throws<InvariantViolationException>(() => Held().Observe(0, _one));
        Assert.Throws<InvariantViolationException>(() => Held().Observe(1, _two));
        Assert.Throws<InvariantViolationException>(() => Held().End(0));
        Assert.Throws<InvariantViolationException>(() => Held().Release());
        Assert.Throws<InvariantViolationException>(() => new BarrierAligner(1, holdsEarlyInputs: true).Release());
    }

    private static BarrierAligner Held()
    {
        var aligner = new BarrierAligner(3, holdsEarlyInputs: true);
        aligner.Observe(0, _one);
        aligner.End(2);
        Assert.Throws<InvariantViolationException>(() => aligner.End(2));
        Assert.Throws<InvariantViolationException>(() => aligner.Observe(2, _one));
        return aligner;
    }

    [Fact]
    public void Unaligned_ReadsInputsBeyondTheirBarrier_AndLetsThemEnd()
    {
        var aligner = new BarrierAligner(2, holdsEarlyInputs: false);
        Assert.False(aligner.Observe(0, new EpochId(1)));
        Assert.True(aligner.MayRead(0));
        Assert.False(aligner.End(0)); // its barrier had arrived: nothing is owed

        Assert.True(aligner.Observe(1, new EpochId(1)));
        aligner.Release();
        Assert.True(aligner.End(1) || aligner.HasEnded);
    }
}
