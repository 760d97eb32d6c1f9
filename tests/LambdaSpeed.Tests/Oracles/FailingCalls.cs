using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>The calls of a failing bolt in one task, which remembers what it failed on last.</summary>
internal sealed class FailingCalls(Failing failing)
{
    private long? _failedOnce; // the tuple that was failed on by the last call, if only for once

    /// <summary>Is this call to throw?</summary>
    public bool Now(long x)
    {
        if (failing.On(x)) return true;

        var isFirst = failing.OnceOn(x) && _failedOnce != x;
        _failedOnce = isFirst ? x : null;
        return isFirst;
    }

    /// <summary>Emits and throws when the call is one to fail.</summary>
    public void Throw(long x, Emitter<long> output, SideOutput<long>? side = null)
    {
        if (!Now(x)) return;
        for (var i = 0; i < failing.AfterEmits; i++) output.Emit(x + i);
        if (side is not null && failing.AfterEmits % 2 == 1) output.Emit(side, x);
        throw new TestFailure();
    }
}
