using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Simulation;

/// <summary>Passes numbers on, and fails on some after that.</summary>
internal sealed class FailingPass(FailingNumbers failing) : Bolt<long, long>
{
    private long _last = -1; // the number failed on last, once

    public override void Execute(long input, Emitter<long> output) => failing.Call(input, ref _last, fails =>
    {
        output.Emit(input);
        if (fails) throw new TestFailure();
    });
}
