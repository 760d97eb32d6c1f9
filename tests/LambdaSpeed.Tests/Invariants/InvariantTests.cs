using LambdaSpeed.Invariants;
using Xunit;

namespace LambdaSpeed.Tests.Invariants;

public sealed class InvariantTests
{
    private int _asked; // how often a message asked for a value

    [Fact]
    public void Require_LawHolds_BuildsNoMessage()
    {
        Invariant.Require(true, $"never built: {Ask()}");

        Assert.Equal(0, _asked);
    }

    [Fact]
    public void Require_LawIsBroken_ThrowsWithTheValues()
    {
        var thrown = Assert.Throws<InvariantViolationException>(() => Invariant.Require(_asked > 0, $"asked {_asked}, pending {Ask()}"));

        Assert.Equal("asked 0, pending 1", thrown.Message);
    }

    private int Ask() => ++_asked;
}
