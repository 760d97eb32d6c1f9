namespace LambdaSpeed.Kafka;

/// <summary>Which partitions of a topic a task reads.</summary>
internal static class KafkaShare
{
    /// <summary>The task's partitions, when the topic has so many.</summary>
    public static IEnumerable<int> OwnPartitions(this ComponentContext context, KafkaOptions options, int count) =>
        (options.Partitions ?? Enumerable.Range(0, count)).Where(partition => partition % context.TaskCount == context.TaskIndex);
}
