using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace LambdaSpeed.Testing;

/// <summary>Runs a topology on the test's own thread and clock: nothing happens but when the test lets it happen, and no time passes but
/// what the test lets pass. Tests of windows, timers, watermarks and time-outs take milliseconds, and are the same each time.</summary>
/// <remarks>
/// <para>It is the run that production has, of the same package version, with its epochs, checkpoints and restarts; only its threads are
/// replaced by a list of what is ready, of which the driver takes one after the other in an order drawn from a seed. Try several seeds to
/// see that an order does not matter.</para>
/// <para>What goes on outside the topology (calls of async bolts, servers, disks) takes its own time: wait for that with
/// <see cref="UntilAsync"/>. One caller at a time.</para>
/// </remarks>
[DebuggerDisplay("{Run}")]
public sealed class TopologyDriver : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30); // by the wall clock, with what should take milliseconds
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(1); // left to others, where they have to do something

    private readonly SteppedThreads _threads;

    private TopologyDriver(SteppedThreads threads, FakeTimeProvider clock, TopologyRun run)
    {
        _threads = threads;
        Clock = clock;
        Run = run;
    }

    /// <summary>The run: its views, its description, all that it can be asked. What it is asked to wait for ends only while the driver does
    /// the work: use the driver's own verbs, or <see cref="DoAsync"/>.</summary>
    public TopologyRun Run { get; }

    /// <summary>The run's clock.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>Starts a topology.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="options">How it runs; null for the defaults. A <see cref="FakeTimeProvider"/> as its clock is taken; any other clock
    /// is replaced by one.</param>
    /// <param name="seed">By which the order of work is drawn.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="TaskFailedException">A component could not be made or opened.</exception>
    public static async Task<TopologyDriver> StartAsync(
        Topology topology, SpeedLayerOptions? options = null, int seed = 1, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var clock = options.TimeProvider as FakeTimeProvider ?? new FakeTimeProvider();
        var threads = new SteppedThreads(new Random(seed), clock);
        var plan = ExecutionPlan.For(topology, options with { TimeProvider = clock, PaceClock = clock });
        var run = await DoAsync(threads, SpeedLayer.StartAsync(plan, null, cancellationToken, threads)).ConfigureAwait(false);
        var driver = new TopologyDriver(threads, clock, run);
        driver.Settle();
        return driver;
    }

    /// <summary>Does all that is ready and what comes of it, without letting time pass.</summary>
    /// <exception cref="InvalidOperationException">There is no end of it: a spout never says that it has nothing.</exception>
    public void Settle() => _threads.StepAll();

    /// <summary>Lets time pass, then does all that has become due. What is due in between is done at the end, in the order of its time:
    /// advance by small steps where the moment matters.</summary>
    /// <param name="time">How much; zero or more.</param>
    public void Advance(TimeSpan time)
    {
        Settle();
        Clock.Advance(time);
        Settle();
    }

    /// <summary>Sends tuples and has them processed.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="input">A spout of the topology.</param>
    /// <param name="tuples">The tuples, in order.</param>
    /// <exception cref="SpoutStoppedException">The run has stopped.</exception>
    public async Task SendAsync<T>(PushSpout<T> input, params IEnumerable<T> tuples)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(tuples);
        foreach (var tuple in tuples) await DoAsync(input.SendAsync(tuple).AsTask()).ConfigureAwait(false);
        Settle();
    }

    /// <summary>Ends the open epoch and has it published: afterwards committed reads see all that was sent.</summary>
    /// <exception cref="RunFaultedException">The run has failed.</exception>
    public Task<EpochId> PublishAsync() => DoAsync(Run.PublishAsync());

    /// <summary>Stops the run, which is not the end of its input: see <see cref="TopologyRun.StopAsync"/>.</summary>
    public Task StopAsync() => DoAsync(Run.StopAsync());

    /// <summary>Ends the input, and with it the run: see <see cref="TopologyRun.DrainAsync"/>.</summary>
    public Task DrainAsync() => DoAsync(Run.DrainAsync());

    /// <summary>Does the run's work until something that it was asked has ended.</summary>
    /// <param name="asked">What <see cref="Run"/> has answered.</param>
    /// <exception cref="TimeoutException">It has not ended within 30 s: it may wait for time to pass.</exception>
    public async Task DoAsync(Task asked)
    {
        await WaitAsync(_threads, asked).ConfigureAwait(false);
        await asked.ConfigureAwait(false);
    }

    /// <inheritdoc cref="DoAsync(Task)"/>
    /// <typeparam name="T">What it answers.</typeparam>
    public Task<T> DoAsync<T>(Task<T> asked) => DoAsync(_threads, asked);

    /// <summary>Does the run's work until a condition holds: for what goes on outside the topology.</summary>
    /// <param name="condition">The condition.</param>
    /// <exception cref="TimeoutException">It did not hold within 30 s.</exception>
    public async Task UntilAsync(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(_pause, TimeProvider.System).ConfigureAwait(false))
        {
            Settle();
            if (condition()) return;
            if (IsOver(began)) throw new TimeoutException($"The condition does not hold. The run: {Run.Describe()}");
        }
    }

    /// <summary>Ends the run as a crash would: nothing is committed any more. See <see cref="TopologyRun.AbortAsync"/>.</summary>
    public Task AbortAsync() => DoAsync(Run.AbortAsync());

    /// <summary>Stops the run, if it has not ended, and closes everything.</summary>
    public ValueTask DisposeAsync() => new(DoAsync(Run.DisposeAsync().AsTask()));

    private static async Task<T> DoAsync<T>(SteppedThreads threads, Task<T> asked)
    {
        await WaitAsync(threads, asked).ConfigureAwait(false);
        return await asked.ConfigureAwait(false);
    }

    private static async Task WaitAsync(SteppedThreads threads, Task asked)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !asked.IsCompleted;)
        {
            threads.StepAll();
            if (asked.IsCompleted) return;
            if (IsOver(began)) throw new TimeoutException(
                "The run has nothing more to do, and what was asked has not ended. Remedy: let time pass (Advance), if it waits for that.");
            await Task.WhenAny(asked, Task.Delay(_pause, TimeProvider.System)).ConfigureAwait(false);
        }
    }

    private static bool IsOver(long began) => TimeProvider.System.GetElapsedTime(began) > _patience;
}
