namespace LambdaSpeed;

/// <summary>A grouping of the user's own: chooses the task that gets a tuple.</summary>
/// <remarks>One instance for each sending task, called by one thread at a time, so it may keep state. It must not throw: the run
/// then ends, whatever the failure policy, with a <c>TaskFailedException</c> of the sending component.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public interface ICustomGrouping<T>
{
    /// <summary>Chooses a task.</summary>
    /// <param name="tuple">The tuple.</param>
    /// <param name="taskCount">How many tasks the receiving component has.</param>
    /// <returns>The task, from 0 to <paramref name="taskCount"/> - 1.</returns>
    int ChooseTask(T tuple, int taskCount);
}
