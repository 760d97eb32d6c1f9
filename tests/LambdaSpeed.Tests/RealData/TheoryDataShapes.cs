using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>How many tasks aggregate, and what fails in the middle.</summary>
public sealed class TheoryDataShapes : TheoryData<int, Crash>
{
    /// <summary>Every number of tasks with every failure.</summary>
    public static readonly TheoryDataShapes All = new((1, Crash.None), (1, Crash.OfATask), (1, Crash.OfTheRun),
        (2, Crash.None), (2, Crash.OfATask), (2, Crash.OfTheRun), (4, Crash.None), (4, Crash.OfATask), (4, Crash.OfTheRun));

    /// <summary>Every number of tasks and every failure once, for what takes long.</summary>
    public static readonly TheoryDataShapes Few = new((1, Crash.None), (2, Crash.OfATask), (4, Crash.OfTheRun));

    private TheoryDataShapes(params (int Tasks, Crash Crash)[] shapes)
    {
        foreach (var (tasks, crash) in shapes) Add(tasks, crash);
    }
}
