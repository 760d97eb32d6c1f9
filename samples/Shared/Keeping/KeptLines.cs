using LambdaSpeed;
using Microsoft.Extensions.Logging;

namespace Samples.Shared.Keeping;

/// <summary>The lines of files by way of a log: one topology takes them in while the other one processes what the log has
/// already.</summary>
/// <param name="input">The folder; disposed with this.</param>
/// <param name="files">The spout that reads the files.</param>
/// <param name="options">How they are taken in.</param>
/// <param name="warnings">Where both topologies report what they wait for.</param>
internal sealed class KeptLines<T>(KeptInput input, Func<ISpout<T>> files, KeepingOptions options, ILoggerFactory warnings) : ILineSource<T>
    where T : IPlacedLine
{
    private static readonly TimeSpan SlowStep = TimeSpan.FromHours(1); // what waits here has a thread of its own, and may

    private readonly TaskCompletionSource _takenIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<ISpout<T>> Spout => input.Lines.AsSpout(Codec.For<T>(), new LogSpoutOptions { EndsAfter = _takenIn.Task });

    public int MostTasks => input.Lines.PartitionCount;

    public bool IsKept => true;

    public SpeedLayerOptions Complete(SpeedLayerOptions run) => run with
    {
        Checkpoints = input.Checkpoints,
        CommitPatience = options.Patience,
        SlowStep = SlowStep,
        LoggerFactory = warnings,
    };

    /// <summary>On Ctrl-C, the run stops where it is, and the next one goes on there.</summary>
    public async Task<bool> FinishAsync(TopologyRun run, Task drawing, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var takingIn = TakeInAsync(giveUp.Token);
        try
        {
            var first = await Task.WhenAny(takingIn, run.Completion);
            await first; // throws what has failed
            await run.Completion.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await run.StopAsync(CancellationToken.None);
            return false;
        }
        catch
        {
            await run.AbortAsync(); // the last checkpoint is where it goes on
            throw;
        }
        finally
        {
            await giveUp.CancelAsync();
            await takingIn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await drawing;
        }
    }

    public ValueTask DisposeAsync() => input.DisposeAsync();

    /// <summary>Reads the files and appends what the log does not have yet; then tells the spout that nothing more will come.</summary>
    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        var appender = new LineAppender<T>(input.Lines, options, cancellationToken);
        var intake = new TopologyBuilder("intake");
        intake.AddSpout("files", files).ForEach("append", appender.Append, options: new() { OwnThread = true });

        await using var run = await SpeedLayer.StartAsync(
            intake.Build(), new() { SlowStep = SlowStep, LoggerFactory = warnings }, cancellationToken);
        try
        {
            await run.Completion;
        }
        catch (TupleFailedException exception) when (exception.InnerException is LogWriteException or OperationCanceledException)
        {
            throw exception.InnerException; // it says all there is to say
        }
        await Task.Run(appender.Sync, cancellationToken);
        _takenIn.SetResult();
    }
}
