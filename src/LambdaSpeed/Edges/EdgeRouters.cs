using LambdaSpeed.Groupings;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Makes the router of a grouping for one sending task.</summary>
/// <param name="writers">One for each receiving task that this sending task reaches.</param>
/// <param name="sender">The sending component.</param>
/// <param name="senderTask">The sending task, which spreads where shuffles begin.</param>
/// <param name="keyGroups">Into how many groups keys are divided.</param>
/// <param name="gate">Counts the full edges of the sending task.</param>
/// <param name="custom">The custom groupings made so far for other sending tasks, which call their own at the same time.</param>
internal sealed class EdgeRouters<T>(
    EdgeWriter<T>[] writers, string sender, int senderTask, int keyGroups, OutputGate gate, HashSet<ICustomGrouping<T>> custom)
    : IGroupingVisitor<T, TypedEdgeRouter<T>>
{
    private readonly GroupingFailures _failures = new(sender, senderTask);

    public TypedEdgeRouter<T> Visit(Grouping<T> grouping) => grouping.Kind switch
    {
        GroupingKind.Direct => new ChosenRouter<T>(writers, _failures, grouping: null),
        GroupingKind.Custom => new ChosenRouter<T>(writers, _failures, MakeCustom(grouping.Custom!)),
        GroupingKind.Fields => new FieldsRouter<T>(writers, _failures, grouping.HashOf!, keyGroups),
        GroupingKind.Global => new SingleRouter<T>(writers),
        _ when writers.Length == 1 => new SingleRouter<T>(writers),
        GroupingKind.All => new AllRouter<T>(writers),
        GroupingKind.PartialKey => new PartialKeyRouter<T>(writers, grouping.HashOf!),
        GroupingKind.LoadAwareShuffle => new LoadAwareRouter<T>(writers, gate),
        _ => new ShuffleRouter<T>(writers, senderTask),
    };

    private ICustomGrouping<T> MakeCustom(Func<ICustomGrouping<T>> factory)
    {
        try
        {
            var made = factory() ?? throw new InvalidOperationException("the factory returned null");
            return custom.Add(made) ? made : throw new InvalidOperationException(
                $"the {made.GetType().Name} it was given is that of another task already, and both would call it at once. " +
                "Remedy: let the factory make a new object at each call.");
        }
        catch (Exception exception)
        {
            throw new TaskFailedException(sender, senderTask,
                $"The custom grouping behind component '{sender}', task {senderTask}, could not be made: {exception.Message}", exception);
        }
    }

    public TypedEdgeRouter<T> VisitKeyed<TKey, TValue>(Grouping<T> grouping)
    {
        if (writers.Length == 1) return new SingleRouter<T>(writers);
        if (grouping.Kind != GroupingKind.Fields) return Visit(grouping);

        var keyed = new KeyedRouter<TKey, TValue>((EdgeWriter<KeyedTuple<TKey, TValue>>[])(object)writers, keyGroups);
        return (TypedEdgeRouter<T>)(object)keyed;
    }
}
