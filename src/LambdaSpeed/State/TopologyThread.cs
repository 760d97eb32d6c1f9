namespace LambdaSpeed.State;

/// <summary>Knows whether the current thread is stepping a task, where waiting for another task would be a deadlock.</summary>
internal static class TopologyThread
{
    [ThreadStatic]
    private static bool _isCurrent; // written by the thread itself

    public static bool IsCurrent => _isCurrent;

    /// <summary>States that the current thread steps tasks from now on, or no longer.</summary>
    public static void Set(bool stepsTasks) => _isCurrent = stepsTasks;
}
