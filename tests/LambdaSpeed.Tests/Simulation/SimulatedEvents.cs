namespace LambdaSpeed.Tests.Simulation;

/// <summary>What has happened in a simulated world.</summary>
internal sealed record SimulatedEvents
{
    /// <summary>Epochs that readers were shown.</summary>
    public int Epochs { get; init; }

    /// <summary>Processes that ended.</summary>
    public int Crashes { get; init; }

    /// <summary>Attempts after the first one of a process.</summary>
    public int Restarts { get; init; }

    /// <summary>Tuples that were tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Processes that ended since a commit had been tried for too long.</summary>
    public int Impatient { get; init; }

    /// <summary>Outputs that retention has deleted.</summary>
    public int Deleted { get; init; }

    public static SimulatedEvents operator +(SimulatedEvents left, SimulatedEvents right) => new()
    {
        Epochs = left.Epochs + right.Epochs,
        Crashes = left.Crashes + right.Crashes,
        Restarts = left.Restarts + right.Restarts,
        Retries = left.Retries + right.Retries,
        Impatient = left.Impatient + right.Impatient,
        Deleted = left.Deleted + right.Deleted,
    };
}
