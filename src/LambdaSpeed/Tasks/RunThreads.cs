namespace LambdaSpeed.Tasks;

/// <summary>Real threads.</summary>
internal sealed class RunThreads : IRunThreads
{
    public static readonly RunThreads Instance = new();

    public ITaskPool NewPool(string name, int workers, IRunControl run, SpeedLayerOptions options) =>
        new WorkerPool(name, workers, run, options);

    public void Run(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static state => state(), work, preferLocal: false);
}
