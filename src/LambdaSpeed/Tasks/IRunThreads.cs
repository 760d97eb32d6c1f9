namespace LambdaSpeed.Tasks;

/// <summary>What a run's work is done by: threads, or the one thread of a simulation that holds the schedule.</summary>
internal interface IRunThreads
{
    /// <summary>The run's clock, with timers for the workers' own business.</summary>
    TimeProvider NewTimers(TimeProvider clock);

    /// <summary>A pool of workers.</summary>
    /// <param name="name">What its threads are called.</param>
    /// <param name="workers">How many there are.</param>
    /// <param name="run">The run.</param>
    /// <param name="timers">What <see cref="NewTimers"/> made for the run.</param>
    /// <param name="options">The options of the run.</param>
    ITaskPool NewPool(string name, int workers, IRunControl run, TimeProvider timers, SpeedLayerOptions options);

    /// <summary>Does work beside the tasks, which may block.</summary>
    void Run(Action work);
}
