using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>How long a source waits for its server; checked once, by the source.</summary>
public sealed record ReconnectPolicy
{
    /// <summary>How long a start waits for a server that cannot be reached, before it fails; at most an hour. Later outages are waited for
    /// without end.</summary>
    /// <value>10 s.</value>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait after a failure before connecting again; the delay doubles from here, until a connection has delivered
    /// something or has lasted for <see cref="LongestDelay"/>. At least 1 ms.</summary>
    /// <value>100 ms.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay between two attempts to connect; at most a day.</summary>
    /// <value>10 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One cannot be.</exception>
    public void Validate()
    {
        InRange(StartPatience.Ticks, 0, TimeSpan.TicksPerHour, nameof(StartPatience));
        InRange(FirstDelay.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, nameof(FirstDelay));
        InRange(LongestDelay.Ticks, FirstDelay.Ticks, TimeSpan.TicksPerDay, nameof(LongestDelay));
    }

    /// <summary>How long to wait after so many failures one after the other.</summary>
    /// <param name="failures">How many; at least 1.</param>
    public TimeSpan DelayAfter(int failures) => BackOff.Delay(FirstDelay, LongestDelay, failures);

    /// <summary>Was a connection of use, so that delays begin anew? One that was entered and lost at once was none: what ended it may end
    /// the next one.</summary>
    /// <param name="hasDelivered">Has it delivered anything?</param>
    /// <param name="lasted">How long it has lasted.</param>
    public bool WasOfUse(bool hasDelivered, TimeSpan lasted) => hasDelivered || lasted >= LongestDelay;

    /// <summary>Does something for a start, again and again within <see cref="StartPatience"/>.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="act">What is done; it fails by a <see cref="LambdaSpeedException"/>.</param>
    /// <param name="isLasting">Whether waiting does not mend a failure.</param>
    /// <param name="clock">The clock of the delays.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaSpeedException">It was not done.</exception>
    public async Task<T> PatientlyAsync<T>(
        Func<CancellationToken, Task<T>> act, Func<LambdaSpeedException, bool> isLasting, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(isLasting);
        ArgumentNullException.ThrowIfNull(clock);
        var start = clock.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await act(cancellationToken).ConfigureAwait(false);
            }
            catch (LambdaSpeedException failure) when (
                failure is not InvariantViolationException && !isLasting(failure) && clock.GetElapsedTime(start) < StartPatience)
            {
            }
            await Task.Delay(DelayAfter(failures), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(
            option, TimeSpan.FromTicks(value), $"{option} must be from {TimeSpan.FromTicks(least)} to {TimeSpan.FromTicks(most)}.");
    }
}
