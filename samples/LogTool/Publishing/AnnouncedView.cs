using System.Text.Json;
using LambdaSpeed;

namespace LogTool.Publishing;

/// <summary>A view that batch views can be published for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The schema of its keys.</param>
/// <param name="Accumulators">The schema of what is kept for each key.</param>
/// <param name="Aggregator">The name of its aggregation.</param>
internal sealed record AnnouncedView(string Name, string Keys, string Accumulators, string Aggregator)
{
    public static AnnouncedView Read(JsonElement json) =>
        new(Text(json, "name"), Text(json, "keys"), Text(json, "accumulators"), Text(json, "aggregator"));

    /// <summary>How a batch view differs from it, as a sentence; null when it does not.</summary>
    public string? DifferenceTo(BatchViewIdentity batch)
    {
        if (batch.KeySchema != Keys) return $"it has keys of {batch.KeySchema}, and the view has {Keys}.";
        if (batch.AccumulatorSchema != Accumulators)
        {
            return $"it has accumulators of {batch.AccumulatorSchema}, and the view has {Accumulators}.";
        }
        return null; // of the aggregator the run knows more: it may be an exact partner
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
