using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>How often, and after which delays, a bolt is given a tuple again that it has failed on, before
/// <see cref="ComponentOptions.OnFailure"/> applies.</summary>
/// <remarks>
/// <para>What the failed attempt emitted and wrote to keyed state is dropped before the next one. While a tuple waits, its task reads
/// nothing else, so that order is kept; its worker is free, and views are read all the same. A barrier behind it waits too: no epoch is
/// published meanwhile, so keep the delays together well below what readers may wait.</para>
/// <para>When the run is asked to stop or to drain, nothing waits any more: a tuple that has failed once is tried once more, at once.
/// Attempts are not counted across a restart.</para>
/// </remarks>
public sealed record RetryPolicy
{
    /// <summary>The first failure is the last.</summary>
    public static RetryPolicy None { get; } = new() { MaxRetries = 0 };

    /// <summary>How many further attempts a tuple gets; from 0 to 1,000.</summary>
    /// <value>The default is 3.</value>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The delay before the first further attempt; it doubles with each one. Zero tries again at once, each time.</summary>
    /// <value>The default is 50 ms.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest delay.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says of what the bolt threw whether another attempt is worth it. Called by the bolt's task, while there are attempts left;
    /// when it throws itself, the task fails.</summary>
    /// <value>The default is null: every exception is.</value>
    public Func<Exception, bool>? ShouldRetry { get; init; }

    /// <summary>The delay before the next attempt; null when there is to be none.</summary>
    /// <param name="failures">How often the tuple has failed, at least once.</param>
    /// <param name="exception">What was thrown last.</param>
    internal TimeSpan? DelayAfter(int failures, Exception exception)
    {
        if (failures > MaxRetries || ShouldRetry?.Invoke(exception) == false) return null;
        return BackOff.Delay(FirstDelay, LongestDelay, failures);
    }
}
