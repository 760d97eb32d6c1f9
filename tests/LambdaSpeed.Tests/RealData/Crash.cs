namespace LambdaSpeed.Tests.RealData;

/// <summary>What fails in the middle of the rows.</summary>
public enum Crash
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A task: the run goes on from its last epoch.</summary>
    OfATask,

    /// <summary>The run: another start goes on from the last checkpoint, as when the process has died.</summary>
    OfTheRun,
}
