using System.Runtime.CompilerServices;

namespace LambdaSpeed.Intake;

/// <summary>Which intakes of a log are running in this process, the only one that appends to it: two of one name would not know each
/// other's
/// ids.</summary>
internal static class IntakeNames
{
    private static readonly ConditionalWeakTable<ReplayLog, HashSet<string>> _running = [];

    /// <exception cref="InvalidOperationException">An intake of that name takes messages into the log.</exception>
    public static void Take(ReplayLog log, string name)
    {
        var names = _running.GetOrCreateValue(log);
        lock (names)
        {
            if (names.Add(name)) return;
        }
        throw new InvalidOperationException(
            $"An intake '{name}' is running on this log. Remedy: stop it before, or give this one another Name.");
    }

    public static void GiveBack(ReplayLog log, string name)
    {
        var names = _running.GetOrCreateValue(log);
        lock (names) names.Remove(name);
    }
}
