using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace LambdaSpeed.Kafka;

/// <summary>Asks the brokers about a topic.</summary>
/// <param name="admin">The client's part for questions.</param>
/// <param name="topic">The topic.</param>
/// <param name="isolation">Where partitions end: behind what is committed, or behind all.</param>
/// <param name="problemOf">Makes an error of what a question met; without an exception it is about the topic, and not about
/// connections.</param>
internal sealed class KafkaInquiry(
    IAdminClient admin, string topic, IsolationLevel isolation, Func<Error, Exception?, LambdaSpeedException> problemOf)
{
    /// <summary>How many partitions the topic has. Blocks.</summary>
    /// <param name="isNeeded">Which of them must have a leader.</param>
    /// <param name="patience">How long to wait for an answer.</param>
    /// <exception cref="LambdaSpeedException">It could not be found out, or a partition that is needed has no leader.</exception>
    public int CountPartitions(Func<int, bool> isNeeded, TimeSpan patience)
    {
        try
        {
            var found = admin.GetMetadata(topic, patience).Topics.Find(found => found.Topic == topic);
            var error = found?.Error ?? new Error(ErrorCode.UnknownTopicOrPart);
            if (error.IsError) throw problemOf(error, null);
            if (found!.Partitions.Find(partition => IsHeadless(partition) && isNeeded(partition.PartitionId)) is { } headless)
            {
                throw problemOf(new Error(ErrorCode.LeaderNotAvailable, $"partition {headless.PartitionId} has no leader"), null);
            }
            return found.Partitions.Count;
        }
        catch (KafkaException exception)
        {
            throw problemOf(exception.Error, exception);
        }
    }

    /// <summary>Offsets of partitions; behind the last message where the brokers find none.</summary>
    /// <exception cref="LambdaSpeedException">They could not be found out.</exception>
    public async Task<Dictionary<int, long>> OffsetsAsync(IReadOnlyCollection<int> partitions, OffsetSpec place, TimeSpan patience)
    {
        if (partitions.Count == 0) return [];

        var asked = partitions.Select(partition => new TopicPartitionOffsetSpec
        {
            TopicPartition = new(topic, partition), OffsetSpec = place,
        });
        var options = new ListOffsetsOptions { RequestTimeout = patience, IsolationLevel = isolation };
        Dictionary<int, long> found;
        try
        {
            var result = await admin.ListOffsetsAsync(asked, options).ConfigureAwait(false);
            found = result.ResultInfos.Select(info => info.TopicPartitionOffsetError)
                .ToDictionary(offset => offset.Partition.Value, offset => offset.Offset.Value);
        }
        catch (ListOffsetsException exception)
        {
            var errors = exception.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error);
            var first = errors.FirstOrDefault(error => error.IsError);
            throw problemOf(first ?? exception.Error, exception);
        }
        catch (KafkaException exception)
        {
            throw problemOf(exception.Error, exception);
        }
        var open = found.Where(pair => pair.Value < 0).Select(pair => pair.Key).ToList(); // no message is as young
        foreach (var (partition, end) in await OffsetsAsync(open, OffsetSpec.Latest(), patience).ConfigureAwait(false))
        {
            found[partition] = end;
        }
        return found;
    }

    private static bool IsHeadless(PartitionMetadata partition) => partition.Error.IsError || partition.Leader < 0;
}
