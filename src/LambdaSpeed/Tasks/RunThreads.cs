namespace LambdaSpeed.Tasks;

/// <summary>Real threads.</summary>
internal sealed class RunThreads : IRunThreads
{
    public static readonly RunThreads Instance = new();

    /// <summary>Threads sleep by the system's time only; another clock has its own timers.</summary>
    public TimeProvider NewTimers(TimeProvider clock) => clock == TimeProvider.System ? new WorkerTimers() : clock;

    public ITaskPool NewPool(string name, int workers, IRunControl run, TimeProvider timers, SpeedLayerOptions options) =>
        new WorkerPool(name, workers, run, timers as WorkerTimers, options);

    public void Run(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static state => state(), work, preferLocal: false);
}
