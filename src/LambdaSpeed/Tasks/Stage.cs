using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>One component inside a task: reads tuples from the stage before it (or an edge) and hands its own to the next.</summary>
/// <remarks>Called only by the owning task's step. A stage is advanced only when all stages behind it have no input left.</remarks>
internal abstract class Stage(StageContext context)
{
    public StageContext Context => context;

    /// <summary>Are there tuples to process?</summary>
    public abstract bool HasInput { get; }

    /// <summary>Called once before anything else.</summary>
    public virtual ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>May the task read more tuples? Asked of the head of a task; false where enough of what was read is held.</summary>
    public virtual bool HasRoom => true;

    /// <summary>Processes some input, at most a chunk, and hands on what comes of it.</summary>
    public abstract void Advance();

    /// <summary>A signal has come and all tuples before it are processed. Answers false to be called again after the stages behind have
    /// processed what this call handed on.</summary>
    public virtual bool OnSignal(Signal signal) => true;

    /// <summary>What goes on of a signal that has come to the stage, before <see cref="OnSignal"/>: nothing (of kind
    /// <see cref="SignalKind.None"/>) while it is to wait until something from outside has woken the task.</summary>
    public virtual Signal LetPass(Signal signal) => signal;

    /// <summary>What goes on of a watermark that has come to the stage: an earlier one while it holds tuples that came before, or when it
    /// hands on what happened before. Asked of the head of a task again and again.</summary>
    public virtual long LetPass(long watermark) => watermark;

    /// <summary>The watermark that the stage itself reads off the tuples; null for all that pass on what they are told.</summary>
    public virtual long? OwnWatermark => null;

    /// <summary>Where the stage reads a watermark off the tuples: the task is kept from reading (by full edges, a tuple that is tried
    /// again, the run), or not any more.</summary>
    public virtual void OnHeld(bool isHeld)
    {
    }

    /// <summary>Rings for a tick at a stated time; null when the stage has no such times.</summary>
    public virtual StageAlarm? Alarm => null;

    /// <summary>The task has no more input for now. Answers false like <see cref="OnSignal"/>.</summary>
    public virtual bool OnIdle() => true;

    /// <summary>How often <see cref="Tick"/> is due, once the stage is open; null for never.</summary>
    public virtual TimeSpan? TickInterval => context.ComponentOptions.TickInterval;

    /// <summary>The tick interval has passed, or the alarm has rung; true when something came of it, which is to be published.</summary>
    public virtual bool Tick() => false;

    /// <summary>Called at the start of each step, for what others ask of the owner.</summary>
    public virtual void AnswerReads()
    {
    }

    /// <summary>The run is to end: nothing waits any longer to be tried again. Any thread, perhaps several times.</summary>
    public virtual void AskEnd(SignalKind kind) => context.Retry.Hurry();

    /// <summary>Called once at the end, also after a fault, if the stage was opened.</summary>
    public virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
