using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Epochs;

/// <summary>What one epoch consists of, whatever changes afterwards.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Manifest">What is committed with it beside the changes.</param>
/// <param name="State">The parts of the state.</param>
internal sealed record EpochContent(EpochId Epoch, byte[] Manifest, StateCapture State)
{
    /// <inheritdoc cref="StateCapture.Sections"/>
    public IReadOnlyList<IStateSection> Sections => State.Sections;

    /// <summary>Does a store that holds this epoch consist of the same sections as one that holds another?</summary>
    public bool HasSameParts(EpochContent other) =>
        Sections.Count == other.Sections.Count && Sections.Zip(other.Sections).All(pair => pair.First.Name == pair.Second.Name)
        && State.Slices.Select(Numbers).SequenceEqual(other.State.Slices.Select(Numbers));

    /// <summary>The names of the sections that a store may hold: slices that were folded may lie there one by one.</summary>
    public IReadOnlySet<string> StoredSections()
    {
        var names = Sections.Select(section => section.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var view in State.Slices)
        {
            for (var number = view.Ranges[0].First; number <= view.Ranges[^1].Last; number++) names.Add(SectionNames.Of(view.View, number));
        }
        return names;
    }

    private static (string View, int First, int Last) Numbers(ViewSlices view) => (view.View, view.Ranges[0].First, view.Ranges[^1].Last);
}
