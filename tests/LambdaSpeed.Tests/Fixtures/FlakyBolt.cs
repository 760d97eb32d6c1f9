using Microsoft.Extensions.Time.Testing;

namespace LambdaSpeed.Tests.Fixtures;

/// <summary>Emits each number twice, and fails between the two as often as it is told for that number.</summary>
internal sealed class FlakyBolt(Func<long, int> failures, FakeTimeProvider? clock = null) : Bolt<long, long>
{
    private long _tried = -1; // the number tried last
    private int _attempts;    // how often

    /// <summary>Each attempt: the number, and when on the clock, in milliseconds.</summary>
    public List<(long Number, double At)> Attempts { get; } = [];

    public override void Execute(long input, Emitter<long> output)
    {
        _attempts = input == _tried ? _attempts + 1 : 1;
        _tried = input;
        if (clock is not null) Attempts.Add((input, (clock.GetUtcNow() - clock.Start).TotalMilliseconds));
        output.Emit(input);
        if (_attempts <= failures(input)) throw new TestFailure($"attempt {_attempts}");
        output.Emit(input);
    }
}
