namespace LambdaSpeed.Tasks;

/// <summary>Steps the tasks it has adopted, whenever they are woken.</summary>
internal interface ITaskPool
{
    /// <summary>Has the pool step this task. Before the pool starts.</summary>
    void Adopt(StreamTask task);

    void Start();

    /// <summary>Has workers do something between the steps of tasks: in slices below a millisecond, one after the other, until it answers
    /// false. What is left when the pool stops is done by the one who stops it. Must not throw.</summary>
    /// <param name="slice">Does a slice.</param>
    /// <param name="nearThread">The thread that does it best; any worker does when that is none of the pool's, or is held up.</param>
    void Assist(Func<bool> slice, int nearThread);

    /// <summary>Ends the stepping after the steps at hand, and waits for that.</summary>
    Task StopAsync();
}
