namespace LambdaSpeed.Kafka;

/// <summary>Which partitions of a topic a task reads.</summary>
internal static class KafkaShare
{
    /// <summary>The task's partitions, when the topic has so many.</summary>
    public static IEnumerable<int> OwnPartitions(this ComponentContext context, KafkaOptions options, int count) =>
        (options.Partitions ?? Enumerable.Range(0, count)).Where(context.IsOfTask);

    /// <summary>Does the task read a partition of the topic?</summary>
    public static bool Reads(this ComponentContext context, KafkaOptions options, int partition) =>
        options.Group is not null || context.IsOfTask(partition) && (options.Partitions is not { } stated || stated.Contains(partition));

    private static bool IsOfTask(this ComponentContext context, int partition) => partition % context.TaskCount == context.TaskIndex;
}
