using LambdaSpeed;

namespace Samples.Shared;

/// <summary>The lines of files, read by the topology itself: nothing outlives the program.</summary>
internal sealed class FileLines<T>(Func<ISpout<T>> spout, int files) : ILineSource<T>
{
    public Func<ISpout<T>> Spout => spout;

    public int MostTasks => files;

    public bool IsKept => false;

    public SpeedLayerOptions Complete(SpeedLayerOptions options) => options;

    /// <summary>On Ctrl-C, what was read so far is still processed.</summary>
    public async Task<bool> FinishAsync(TopologyRun run, Task drawing, CancellationToken cancellationToken)
    {
        try
        {
            await run.Completion.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await run.DrainAsync(CancellationToken.None);
            return false;
        }
        finally
        {
            await drawing;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
