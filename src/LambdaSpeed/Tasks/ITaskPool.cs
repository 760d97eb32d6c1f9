namespace LambdaSpeed.Tasks;

/// <summary>Steps the tasks it has adopted, whenever they are woken.</summary>
internal interface ITaskPool
{
    /// <summary>Has the pool step this task. Before the pool starts.</summary>
    void Adopt(StreamTask task);

    void Start();

    /// <summary>Ends the stepping after the steps at hand, and waits for that.</summary>
    Task StopAsync();
}
