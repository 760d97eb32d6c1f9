using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Faults;

/// <summary>Which calls fail, and how.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void Never_FailsNothing_AndCounts()
    {
        var plan = FaultPlan.Never();
        Assert.All(FaultsOf(plan, 10), fault => Assert.Equal(InjectedFault.None, fault));
        Assert.Equal((10, 0), (plan.Calls, plan.Faults));
    }

    [Fact]
    public void First_FailsTheFirstCalls_InEachOfTheWays()
    {
        var plan = FaultPlan.First(4);
        Assert.Equal(
            [InjectedFault.Before, InjectedFault.TimeOut, InjectedFault.After, InjectedFault.Before, InjectedFault.None, InjectedFault.None],
            FaultsOf(plan, 6));
        Assert.Equal((6, 4), (plan.Calls, plan.Faults));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Random_FailsItsShare_InAllWays_TheSameForASeed(double share)
    {
        const int Calls = 30_000;
        var faults = FaultsOf(FaultPlan.Random(7, share), Calls);
        foreach (var kind in new[] { InjectedFault.Before, InjectedFault.TimeOut, InjectedFault.After })
        {
            Assert.InRange(faults.Count(fault => fault == kind), Calls * share / 3 * 0.9, Calls * share / 3 * 1.1);
        }
        Assert.Equal(faults, FaultsOf(FaultPlan.Random(7, share), Calls));
        if (share is > 0 and < 1) Assert.NotEqual(faults, FaultsOf(FaultPlan.Random(8, share), Calls));
    }

    [Fact]
    public void Inject_FailsAsPlanned_BeforeOrAfterTheCall()
    {
        var plan = FaultPlan.First(3);
        var made = 0;
        Assert.Throws<InjectedFaultException>(() => plan.Inject("call", () => made++));
        Assert.Throws<TaskCanceledException>(() => plan.Inject("call", () => made++));
        Assert.Equal(0, made);
        var seen = Assert.Throws<IOException>(() => plan.Inject("call", () => made++, failure => new IOException("seen", failure)));
        Assert.Equal((1, "the answer of call 2 was lost"), (made, seen.InnerException!.Message));
        plan.Inject("call", () => made++);
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task Plan_OfManyThreads_IsAskedOneCallAtATime()
    {
        var (asked, beside) = (new List<long>(), 0);
        var plan = new FaultPlan(call =>
        {
            if (Interlocked.Increment(ref beside) > 1) throw new InvalidOperationException("two at a time");
            asked.Add(call);
            Interlocked.Decrement(ref beside);
            return InjectedFault.None;
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FaultsOf(plan, 1000))));
        Assert.Equal(Enumerable.Range(0, 4000).Select(i => (long)i), asked);
    }

    [Fact]
    public void Plan_ThatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultPlan.First(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultPlan.Random(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultPlan.Random(1, double.NaN));
        Assert.Throws<ArgumentNullException>(() => new FaultPlan(null!));
    }

    private static List<InjectedFault> FaultsOf(FaultPlan plan, int calls) =>
        [.. Enumerable.Range(0, calls).Select(_ => plan.Begin("call").Fault)];
}
