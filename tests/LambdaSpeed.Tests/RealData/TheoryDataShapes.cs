using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>How many tasks aggregate, and whether the run fails in the middle.</summary>
public sealed class TheoryDataShapes : TheoryData<int, bool>
{
    public TheoryDataShapes()
    {
        foreach (var tasks in new[] { 1, 2, 4 })
        {
            Add(tasks, false);
            Add(tasks, true);
        }
    }
}
