namespace LambdaSpeed.Tasks;

/// <summary>What tasks and workers tell the run they belong to. Called from workers.</summary>
internal interface IRunControl
{
    /// <summary>A spout emitted, or a bolt ticked: the open epoch has something to publish.</summary>
    void NoteActivity();

    /// <summary>A component wants the open epoch to end now. Any thread.</summary>
    void RequestEpoch();

    /// <summary>A spout emitted so many tuples, made of so many bytes where it knows.</summary>
    void NoteTuples(int count, long bytes);

    /// <summary>A task has passed the barrier of an epoch. A spout's task has noted its positions before.</summary>
    void Acknowledge(StreamTask task, EpochId epoch);

    /// <summary>A task has processed and sent on everything.</summary>
    void TaskEnded(StreamTask task);

    /// <summary>A task has failed: the run ends.</summary>
    void TaskFailed(StreamTask task, Exception exception);
}
