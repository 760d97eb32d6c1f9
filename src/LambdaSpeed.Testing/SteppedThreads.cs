using LambdaSpeed.Tasks;

namespace LambdaSpeed.Testing;

/// <summary>The work of one process on one thread: what is ready waits here until the schedule, drawn from a seed, takes it.</summary>
internal sealed class SteppedThreads(Random random, TimeProvider clock) : IRunThreads
{
    private const int MostSteps = 200_000; // without time passing: more is a circle

    private readonly Lock _gate = new(); // a run's own supervision adds work from other threads
    private readonly List<Action> _ready = [];
    private string _last = ""; // the task stepped last

    private TimeProvider Clock => clock;

    public bool HasWork
    {
        get
        {
            lock (_gate) return _ready.Count > 0;
        }
    }

    public TimeProvider NewTimers(TimeProvider clock) => clock;

    public ITaskPool NewPool(string name, int workers, IRunControl run, TimeProvider timers, SpeedLayerOptions options) =>
        new SteppedPool(this, run);

    public void Run(Action work)
    {
        lock (_gate) _ready.Add(work);
    }

    /// <summary>Does one piece of what is ready, whichever.</summary>
    public void StepAny()
    {
        Action work;
        lock (_gate)
        {
            if (_ready.Count == 0) return;
            var index = random.Next(_ready.Count);
            work = _ready[index];
            _ready.RemoveAt(index);
        }
        work();
    }

    /// <summary>Does all that is ready and what comes of it, without letting time pass.</summary>
    public void StepAll()
    {
        for (var left = MostSteps; HasWork; left--)
        {
            if (left == 0) throw new InvalidOperationException(
                $"Task '{_last}' always has something to do, and no time passes. Remedy: have a spout say when it has nothing.");
            StepAny();
        }
    }

    private int Budget() => random.Next(1, 6);

    /// <summary>Steps tasks as a worker does.</summary>
    private sealed class SteppedPool(SteppedThreads threads, IRunControl run) : ITaskPool
    {
        private bool _isRunning; // from Start to StopAsync; written by the run

        public void Adopt(StreamTask task) => task.Schedule.Attach(() => Queue(task));

        public void Start() => _isRunning = true;

        public void Assist(Func<bool> slice, int nearThread) => threads.Run(() =>
        {
            if (slice()) Assist(slice, nearThread);
        });

        public Task StopAsync()
        {
            _isRunning = false;
            return Task.CompletedTask;
        }

        private void Queue(StreamTask task) => threads.Run(() => Step(task));

        private void Step(StreamTask task)
        {
            if (!_isRunning) return;
            threads._last = task.Name;
            task.Schedule.BeginStep();
            try
            {
                Settle(task, task.Step(budget: threads.Budget()));
            }
            catch (Exception exception)
            {
                task.Schedule.End();
                run.TaskFailed(task, exception);
            }
        }

        private void Settle(StreamTask task, Progress progress)
        {
            switch (progress)
            {
                case Progress.HasMore:
                    task.Schedule.Requeue();
                    Queue(task);
                    break;
                case Progress.Ended:
                    task.Schedule.End();
                    run.TaskEnded(task);
                    break;
                default:
                    if (progress == Progress.Paused) task.WakeAfterPause(threads.Clock);
                    if (!task.Schedule.TryWait()) Queue(task);
                    break;
            }
        }
    }

}
