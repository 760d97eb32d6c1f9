namespace LambdaSpeed.Tasks;

/// <summary>Steps the tasks it has adopted, whenever they are woken.</summary>
internal interface ITaskPool
{
    /// <summary>Has the pool step this task. Before the pool starts.</summary>
    void Adopt(StreamTask task);

    void Start();

    /// <summary>Has workers do something between the steps of tasks: in slices below a millisecond, one after the other, on whichever
    /// worker, until it answers false. What is left when the pool stops is done by the one who stops it. Must not throw.</summary>
    void Assist(Func<bool> slice);

    /// <summary>Ends the stepping after the steps at hand, and waits for that.</summary>
    Task StopAsync();
}
