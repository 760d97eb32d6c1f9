namespace LambdaSpeed.Tasks;

/// <summary>What a run's work is done by: threads, or the one thread of a simulation that holds the schedule.</summary>
internal interface IRunThreads
{
    /// <summary>A pool of workers.</summary>
    ITaskPool NewPool(string name, int workers, IRunControl run, SpeedLayerOptions options);

    /// <summary>Does work beside the tasks, which may block.</summary>
    void Run(Action work);
}
