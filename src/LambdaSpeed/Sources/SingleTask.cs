namespace LambdaSpeed.Sources;

/// <summary>States that a source cannot be divided.</summary>
internal static class SingleTask
{
    /// <summary>Fails the start of a run that gives the source more than one task.</summary>
    /// <param name="context">The component.</param>
    /// <param name="source">What cannot be divided, as in "A push spout".</param>
    public static void Require(ComponentContext context, string source)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.TaskCount == 1) return;

        throw new InvalidOperationException(
            $"Component '{context.Component}' has {context.TaskCount} tasks. {source} cannot be divided over tasks. " +
            "Remedy: give the spout a parallelism of 1, and what reads it as much as it needs.");
    }
}
