namespace LambdaSpeed.Groupings;

/// <summary>A custom grouping given as a lambda.</summary>
internal sealed class LambdaGrouping<T>(Func<T, int, int> choose) : ICustomGrouping<T>
{
    public int ChooseTask(T tuple, int taskCount) => choose(tuple, taskCount);
}
