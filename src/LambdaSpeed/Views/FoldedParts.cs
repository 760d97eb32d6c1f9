using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>What was stored of slices before they were folded: loaded apart from each other, since each says what a key has in its own
/// slice, then folded again.</summary>
/// <param name="view">The view.</param>
/// <param name="slices">The slices as they are now.</param>
/// <param name="newSection">Makes the section of a number.</param>
internal sealed class FoldedParts<TKey, TAccumulator>(
    string view, IReadOnlyList<ViewSlice<TKey, TAccumulator>> slices, Func<int, StateSection<TKey, TAccumulator>> newSection)
    where TKey : notnull
{
    private readonly Dictionary<int, (ViewSlice<TKey, TAccumulator> Slice, StateSection<TKey, TAccumulator> Part)> _parts = [];

    /// <summary>The part of a name; null when its slice was dropped.</summary>
    public IStateSection? Find(string name)
    {
        if (!SectionNames.TryParse(name, view, out var number)) return null;
        if (_parts.TryGetValue(number, out var known)) return known.Part;
        if (slices.FirstOrDefault(slice => slice.Range.First <= number && number < slice.Range.Last) is not { } slice) return null;
        var part = newSection(number);
        _parts.Add(number, (slice, part));
        return part;
    }

    /// <summary>Folds what was loaded.</summary>
    public void Fold<TValue>(ViewDefinition<TKey, TAccumulator, TValue> definition)
    {
        foreach (var (_, (slice, part)) in _parts.OrderByDescending(part => part.Key)) // from the newest to the oldest
        {
            SliceFolding.Into(slice.Tables, part.Tables, areEarlier: true, definition);
        }
    }
}
