using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Finds all that would lose or misread state when a run goes on from a checkpoint. Pure.</summary>
internal static class StateCompatibility
{
    private const string StartEmpty = "or start with an empty place for checkpoints, which reads the sources from their start";

    /// <summary>What keeps the state from being stored at all.</summary>
    public static IEnumerable<TopologyProblem> Unstorable(StateDirectory state) =>
        state.Sections.Where(section => section.Schema is null).Select(section => new TopologyProblem(
            section.Name, "its keys or values have no codec, so it cannot be stored",
            "mark the type with [GenerateCodec], or have the aggregator say its AccumulatorCodec"));

    /// <summary>What differs between the checkpoint and the run.</summary>
    /// <param name="saved">The checkpoint.</param>
    /// <param name="state">The run's state, not filled yet.</param>
    /// <param name="sources">A task of each spout that can be read again, by component.</param>
    public static IEnumerable<TopologyProblem> Differences(
        EpochManifest saved, StateDirectory state, IReadOnlyDictionary<string, IPositionedSpout> sources)
    {
        foreach (var (name, schema) in saved.Sections)
        {
            if (state.Find(name) is not { } section)
            {
                yield return new(name, "it is in the checkpoint, but the topology has no such state: it would be lost",
                    $"put the view or state back under this name, {StartEmpty}");
            }
            else if (section.Schema != schema)
            {
                yield return new(name, $"it was stored as {schema}, but is now {section.Schema}: it would be misread",
                    $"give it a new name, or the former key, value and aggregator, {StartEmpty}");
            }
        }
        foreach (var spout in saved.Spouts.DistinctBy(task => task.Spout))
        {
            if (!sources.TryGetValue(spout.Spout, out var source))
            {
                yield return new(spout.Spout,
                    "the checkpoint has positions of it, but the topology has no such spout that can be read again: they would be lost",
                    $"put the spout back under this name, {StartEmpty}");
            }
            else if (spout.SourceId is { } id && !source.CanContinue(id))
            {
                yield return new(spout.Spout,
                    $"the checkpoint's positions are of source '{id}', but the spout now reads '{source.SourceId}'",
                    $"give the spout the former source and, where that is divided by it, the former parallelism, {StartEmpty}");
            }
        }
    }
}
