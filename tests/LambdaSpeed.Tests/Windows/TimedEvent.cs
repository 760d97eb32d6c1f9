namespace LambdaSpeed.Tests.Windows;

/// <summary>An event of the tests: a key, when it happened, and something to add up.</summary>
internal readonly record struct TimedEvent(int Key, DateTimeOffset Time, long Value)
{
    public long Ticks => Time.UtcTicks;
}
