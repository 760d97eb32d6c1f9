using System.Diagnostics;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.Intake;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>Takes messages from a source without positions into a replay log, each once: stored, made durable, then acknowledged.</summary>
/// <remarks>
/// <para>A message is answered strictly after it is durable, whatever the log's <see cref="LogDurability"/>. One that is delivered again is
/// known by its id, as long as it stands among the last <see cref="IntakeOptions.Window"/> records of its partition: it is acknowledged and
/// not stored again. The ids stand in the log, in the header <c>lambdaspeed-message</c>, so a crash at any moment changes nothing of
/// that.</para>
/// <para>Safe for use by several threads. The log is the user's: stop the intake before the log is disposed.</para>
/// </remarks>
[DebuggerDisplay("{Name}")]
public sealed class LogIntake : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IntakeCounts _counts;
    private readonly IntakeMetrics _metrics;
    private readonly ILogger _logger;
    private int _isDisposed; // 1 once disposed

    private LogIntake(
        IntakeOptions options, ReplayLog log, int known, IConnectedSource? connected,
        Func<IntakeCounts, ILogger, CancellationTokenSource, Task> run)
    {
        Name = options.Name;
        _counts = new IntakeCounts(Name, connected);
        _counts.NoteKnown(known);
        _metrics = new IntakeMetrics(_counts);
        _logger = options.LoggerFactory.CreateLogger("LambdaSpeed.Intake");
        Completion = Task.Run(() => SuperviseAsync(log, run));
        _ = Completion.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default); // a host that never looks is not torn down
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Completes when the source has ended, or the intake was stopped, and everything that was delivered is answered. Faults with
    /// an <see cref="IntakeException"/> when the intake cannot go on.</summary>
    public Task Completion { get; }

    /// <summary>Starts to take messages in.</summary>
    /// <typeparam name="TMessage">The messages of the source.</typeparam>
    /// <typeparam name="TRecord">The records of the log.</typeparam>
    /// <param name="source">Where messages come from; read by this intake alone.</param>
    /// <param name="writer">The log, and how records and their keys are written: <c>log.WriterOf(…)</c>. A record without a key goes to
    /// the
    /// partition of its message's id.</param>
    /// <param name="door">Decides on each message, on the intake's thread, one at a time: <see cref="IntakeDoor{TRecord}.Accept"/> for each
    /// record it becomes, or <see cref="IntakeDoor{TRecord}.Reject"/>. When it throws, or the message's id cannot be found, the message is
    /// rejected with the exception's type and message as the reason. It must decide by the message alone: one that is delivered again may
    /// be judged again.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <returns>The intake, when it knows the ids at the end of the log: at most <see cref="IntakeOptions.Window"/> records of each
    /// partition
    /// are read.</returns>
    /// <exception cref="InvalidOperationException">The log was opened for reading, or an intake of that name is running on it.</exception>
    /// <exception cref="LogWriteException">The end of the log could not be made durable.</exception>
    /// <exception cref="LogCorruptionException">The log is damaged where the ids are read.</exception>
    public static async Task<LogIntake> StartAsync<TMessage, TRecord>(
        IAcknowledgingSource<TMessage> source, ReplayLogWriter<TRecord> writer, Action<TMessage, IntakeDoor<TRecord>> door,
        IntakeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(door);
        var valid = options ?? new IntakeOptions();
        valid.Validate();
        var log = writer.Log;
        RequireWriting(log);
        IntakeNames.Take(log, valid.Name);
        try
        {
            var window = await Task.Run(() => MessageWindowReader.Read(log, valid), cancellationToken).ConfigureAwait(false);
            var group = new IntakeGroup<TMessage, TRecord>(writer, door, window, valid);
            return new LogIntake(valid, log, window.Count, source as IConnectedSource, (counts, logger, stop) =>
            {
                LogMessages.IntakeStarted(logger, valid.Name, group.Known);
                return new IntakeLoop<TMessage, TRecord>(source, group, valid, counts, logger, stop).RunAsync();
            });
        }
        catch
        {
            IntakeNames.GiveBack(log, valid.Name);
            throw;
        }
    }

    /// <summary>Starts to take messages in as they are, without a door.</summary>
    /// <typeparam name="T">The messages, which are the records of the log.</typeparam>
    /// <param name="source">Where messages come from; read by this intake alone.</param>
    /// <param name="writer">The log, and how records and their keys are written.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <inheritdoc cref="StartAsync{TMessage, TRecord}"/>
    public static Task<LogIntake> StartAsync<T>(
        IAcknowledgingSource<T> source, ReplayLogWriter<T> writer, IntakeOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StartAsync(source, writer, static (message, door) => door.Accept(message), options, cancellationToken);

    /// <summary>Asks the source for nothing more, has what was delivered stored and answered, and ends. While the log fails, one attempt is
    /// made at once; then what is left stays unanswered.</summary>
    /// <param name="cancellationToken">Gives up waiting; the intake goes on stopping.</param>
    /// <exception cref="IntakeException">It had failed, or deliveries had to be left unanswered.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _isDisposed) == 0) await _stop.CancelAsync().ConfigureAwait(false);
        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What it has done so far.</summary>
    public IntakeDescription Describe() => _counts.Describe();

    /// <summary>Stops as <see cref="StopAsync"/> does. Never throws the intake's fault.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _isDisposed) == 1) return;
        await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        _metrics.Dispose();
        _stop.Dispose();
    }

    private async Task SuperviseAsync(ReplayLog log, Func<IntakeCounts, ILogger, CancellationTokenSource, Task> run)
    {
        try
        {
            await run(_counts, _logger, _stop).ConfigureAwait(false);
            LogMessages.IntakeEnded(_logger, Name, _stop.IsCancellationRequested ? "stopped" : "the source has ended");
        }
        catch (Exception exception)
        {
            LogMessages.IntakeFailed(_logger, Name, exception);
            throw;
        }
        finally
        {
            IntakeNames.GiveBack(log, Name);
        }
    }

    private static void RequireWriting(ReplayLog log)
    {
        if (log.Writers.Count > 0) return;

        throw new InvalidOperationException(
            $"The log in '{log.Directory}' was opened for reading. Remedy: take messages in through the process that has it open for " +
            "writing.");
    }
}
