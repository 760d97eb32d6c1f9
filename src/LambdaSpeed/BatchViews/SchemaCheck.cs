namespace LambdaSpeed.BatchViews;

/// <summary>Compares what a batch view is with what is asked for.</summary>
internal static class SchemaCheck
{
    /// <summary>Refuses a view of other keys, accumulators or another aggregator; the cut is not compared.</summary>
    /// <param name="view">The view, for the message.</param>
    /// <param name="found">What it is.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="exactPartners">Names of aggregators that may stand for the one asked for.</param>
    /// <exception cref="BatchViewMismatchException">They differ.</exception>
    public static void Require(
        string view, BatchViewIdentity found, BatchViewIdentity asked, IReadOnlyCollection<string>? exactPartners = null)
    {
        var difference =
            found.KeySchema != asked.KeySchema ? Difference("keys", found.KeySchema, asked.KeySchema)
            : found.IsOrdered != asked.IsOrdered ? "its keys are in another order than this program's codec gives them. Write it again."
            : found.AccumulatorSchema != asked.AccumulatorSchema
                ? Difference("accumulators", found.AccumulatorSchema, asked.AccumulatorSchema)
            : found.Aggregator != asked.Aggregator && exactPartners?.Contains(found.Aggregator) != true
                ? $"it was accumulated by '{found.Aggregator}', and '{asked.Aggregator}' is expected. Have the batch layer use the same "
                  + "aggregator, or declare that one its exact partner."
            : null;
        if (difference is not null) throw new BatchViewMismatchException(view, difference);
    }

    private static string Difference(string part, string found, string asked) =>
        $"its {part} are written as '{found}', and '{asked}' is expected. Open it with the types it was written with.";
}
