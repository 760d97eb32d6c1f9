namespace LambdaSpeed;

/// <summary>What a log consists of at one moment, for people and monitoring.</summary>
/// <param name="Id">The log's identity.</param>
/// <param name="Directory">Where its files are.</param>
/// <param name="Partitions">Its partitions, by index.</param>
/// <param name="Consumers">Its named consumers, by name.</param>
public sealed record LogDescription(
    string Id, string Directory, IReadOnlyList<PartitionDescription> Partitions, IReadOnlyList<ConsumerDescription> Consumers);
