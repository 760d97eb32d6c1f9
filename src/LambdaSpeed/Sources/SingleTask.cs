namespace LambdaSpeed.Sources;

/// <summary>States that a source cannot be divided.</summary>
internal static class SingleTask
{
    public const string Remedy = "give the spout a parallelism of 1, and what reads it as much as it needs";

    /// <summary>A factory of spouts of which a topology can be told, before it runs, that one task is all they may have.</summary>
    /// <param name="source">What cannot be divided, as in "a sequence".</param>
    /// <param name="make">Makes the spout.</param>
    public static Func<ISpout<T>> Factory<T>(string source, Func<ISpout<T>> make) => new SingleTaskFactory<T>(source, make).Make;

    /// <summary>What cannot be divided, when the factory says so; null when it does not: then <see cref="Require"/> is left.</summary>
    public static string? SourceOf(Delegate factory) => (factory.Target as ISingleTaskFactory)?.Source;

    /// <summary>Fails the start of a run that gives the source more than one task.</summary>
    /// <param name="context">The component.</param>
    /// <param name="source">What cannot be divided, as in "A push spout".</param>
    public static void Require(ComponentContext context, string source)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.TaskCount == 1) return;

        throw new InvalidOperationException(
            $"Component '{context.Component}' has {context.TaskCount} tasks. {source} cannot be divided over tasks. Remedy: {Remedy}.");
    }
}
